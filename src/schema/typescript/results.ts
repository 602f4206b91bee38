/** What a check found. */
export interface ValidationResult {
  /** Whether there is no error, so that a payload can be built. Warnings do not count. */
  readonly valid: boolean;
  /** The issues, in order. At most 10 000 of each phase are listed. */
  readonly issues: Issue[];
  /** How many more there are. Normally 0. */
  readonly omitted: number;
}

/** What `buildPayload` returns: the request body, or every reason why there is none. */
export type BuildResult = BuiltPayload | BuildFailure;

/** A request without errors. */
export interface BuiltPayload {
  readonly ok: true;
  /** The exact request body: compact JSON, the same bytes in every runtime. Send this. */
  readonly body: string;
  /**
   * The body as data. Integer fields that a JavaScript number cannot hold are BigInts; in free JSON (`input_details`) such
   * integers are rounded, as JSON.parse does: `body` is exact.
   */
  readonly payload: CasePayload;
  /** The fields whose value is a default that the input did not give. */
  readonly defaulted: DefaultedField[];
  /** Advice that does not block. */
  readonly warnings: Issue[];
}

/** A request with errors. */
export interface BuildFailure {
  readonly ok: false;
  /** Every error, and the advice found with them. */
  readonly issues: Issue[];
  /** How many more there are than are listed. Normally 0. */
  readonly omitted: number;
}

/**
 * Copies a request and fills in `delete_after: -1` and `auto_start: true` where they are absent (or undefined).
 * The copy is shallow: nested objects are the input's own. Nothing is validated: see `validate`.
 *
 * @throws TypeError when the input is not an object, or an option makes no sense.
 */
export function applyDefaults<Input extends CaseInput>(input: Input, options?: CaseOptions): Input & CaseDefaults;
