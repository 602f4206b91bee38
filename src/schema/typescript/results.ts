/** The result of `validate`. */
export interface ValidationResult {
  /** Whether there are no errors, so that a payload can be built. Warnings do not count. */
  readonly valid: boolean;
  /** All issues in the order of the fields. At most 10,000 of parsing and 10,000 of validation are listed. */
  readonly issues: Issue[];
  /** The issues that prevent a payload. */
  readonly errors: Issue[];
  /** The issues that do not prevent a payload. */
  readonly warnings: Issue[];
  /** The number of issues that are not listed; normally 0. */
  readonly omitted: number;
}

/** The result of `buildPayload`: the request body, or all issues. With `defaults: "omit"`, the payload is a `SparseCasePayload`. */
export type BuildResult<Payload = CasePayload> = BuiltPayload<Payload> | BuildFailure;

/** The payload of a request without errors. */
export interface BuiltPayload<Payload = CasePayload> {
  readonly ok: true;
  /** The request body to send: compact JSON, the same bytes in every runtime. */
  readonly body: string;
  /**
   * The body as an object, parsed on first use. Integers that a JavaScript number cannot represent exactly are BigInts; in
   * free JSON (`input_details`) they are rounded, as JSON.parse does. `body` is exact.
   */
  readonly payload: Payload;
  /** The fields that were absent and have their default values. */
  readonly defaulted: DefaultedField[];
  /** Always empty: a request with an error has no payload. */
  readonly errors: [];
  /** Issues that do not prevent the payload. */
  readonly warnings: Issue[];
}

/** The issues of a request with errors. */
export interface BuildFailure {
  readonly ok: false;
  /** All errors and warnings in the order of the fields. */
  readonly issues: Issue[];
  /** The issues that prevent the payload. */
  readonly errors: Issue[];
  /** The issues that would not prevent the payload. */
  readonly warnings: Issue[];
  /** The number of issues that are not listed; normally 0. */
  readonly omitted: number;
}
