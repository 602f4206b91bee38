/** Builds the payload, or throws. */

import type {
  CaseOptions,
  CasePayload,
  CasePayloads,
  ExplicitOptions,
  Issue,
  RequestInput,
  RevisionName,
  RevisionOptions,
  SparseCasePayload,
} from "../generated/types.js";
import { formatIssues } from "../issues/collections.js";
import { hasBrand } from "../wasm/errors.js";
import { buildPayload } from "./build.js";
import type { BuildFailure } from "./results.js";

const BRAND: unique symbol = Symbol.for("sphinx-case.CaseValidationError");

/**
 * A request has errors. It has the same lists as the result of `buildPayload`; `message` lists all issues, one per line.
 */
export class CaseValidationError extends Error {
  /** An error of another copy of this package, such as its CommonJS module, is also an instance. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasBrand(value, BRAND);
  }

  override readonly name = "CaseValidationError";
  /** @internal */
  get [BRAND](): true {
    return true;
  }
  /** All errors and warnings in the order of the fields. */
  readonly issues: readonly Issue[];
  /** The issues that prevent the payload. */
  readonly errors: readonly Issue[];
  /** The issues that would not prevent the payload. */
  readonly warnings: readonly Issue[];
  /** The number of issues that are not listed; normally 0. */
  readonly omitted: number;

  constructor({ issues, errors, warnings, omitted }: Omit<BuildFailure, "ok">) {
    const more = omitted > 0 ? `\n… and ${omitted} more` : "";
    super(`The case request is invalid:\n${formatIssues(issues)}${more}`);
    this.issues = issues;
    this.errors = errors;
    this.warnings = warnings;
    this.omitted = omitted;
  }
}

/**
 * Returns the payload of a request, with default values. Use {@link buildPayload} to get the exact body, and all issues
 * without an exception.
 *
 * ```ts
 * const payload = parse(await request.text());
 * ```
 *
 * @param input as for {@link buildPayload}.
 * @throws CaseValidationError when the request has an error.
 * @throws TypeError when an option is invalid.
 * @throws SphinxCaseError when the WebAssembly cannot run.
 */
export function parse<Revision extends RevisionName>(
  input: RequestInput<Revision>,
  options: RevisionOptions<Revision>,
): CasePayloads[Revision];
export function parse(input: RequestInput, options?: ExplicitOptions): CasePayload;
export function parse(input: RequestInput, options?: CaseOptions): SparseCasePayload;
export function parse(input: RequestInput, options?: CaseOptions): SparseCasePayload {
  const built = buildPayload(input, options);
  if (built.ok) return built.payload;
  throw new CaseValidationError(built);
}
