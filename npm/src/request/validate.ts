/** Validates requests and single fields. */

import type { CaseOptions, Issue, RequestInput } from "../generated/types.js";
import { type FieldPath, requirePath } from "../issues/paths.js";
import { isAccepted, writeForCheck } from "./accept.js";
import { type CoreFunction, callWithInput } from "./input.js";
import { readOptions } from "./options.js";
import { readCheck, type ValidationResult, withoutIssues } from "./results.js";

/**
 * Validates a case request and returns all issues.
 *
 * ```ts
 * const { valid, errors, warnings } = validate(input);
 * ```
 *
 * @param input an object (see {@link CaseInput}), JSON text, or JSON text as UTF-8 bytes. It is not modified. Up to `maxBytes`
 *   (default: 10 MiB) and 128 levels of arrays and objects.
 * @returns the issues. An invalid request never throws.
 * @throws TypeError when an option is invalid.
 * @throws SphinxCaseError when the WebAssembly cannot run.
 */
export function validate(input: RequestInput, options?: CaseOptions): ValidationResult {
  const read = readOptions(options);
  if (isAccepted(input, read)) return withoutIssues();
  return readCheck(callWithInput(input, read, check, writeForCheck), read.catalogue);
}

const check: CoreFunction = (core, length, host, options) => core.check(length, host, options);

/**
 * Validates one field, including cross-field rules that involve it.
 *
 * ```ts
 * checkField(input, "checks[0].check_type");
 * ```
 *
 * @param input the complete request, as for {@link validate}, because cross-field rules read other fields.
 * @param path the field, or as in the field table (`checks[].check_type`) the field of all rows.
 * @throws TypeError when an option is invalid, or a request cannot have a value at the path: it is not that of a field, and the
 *   input has no unknown field there.
 * @throws SphinxCaseError when the WebAssembly cannot run.
 */
export function checkField(input: RequestInput, path: FieldPath, options?: CaseOptions): Issue[] {
  requirePath(path);
  const place = typeof path === "string" ? path : JSON.stringify(path);
  const read = readOptions(options);
  const run: CoreFunction = (core, length, host, text) => core.check_field(length, host, place, text);
  return readCheck(callWithInput(input, read, run, writeForCheck), read.catalogue).issues;
}
