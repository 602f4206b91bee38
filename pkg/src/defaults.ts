/** The documented defaults, filled in. */

import type { CaseDefaults, CaseInput, CaseOptions } from "./generated/types.js";
import { askAboutValue } from "./input.js";
import { readOptions } from "./options.js";

/**
 * Copies a request and fills in `delete_after: -1` and `auto_start: true` where they are absent (or undefined).
 * The copy is shallow: nested objects are the input's own. Nothing is checked: see `validate`.
 *
 * @throws TypeError when the input is not an object, or an option makes no sense.
 */
export function applyDefaults<Input extends CaseInput>(input: Input, options?: CaseOptions): Input & CaseDefaults {
  if (typeof input !== "object" || input === null || Array.isArray(input) || isForm(input)) {
    throw new TypeError(`applyDefaults needs an object, was ${describe(input)}`);
  }
  const { maxBytes, text } = readOptions(options);
  const added = askAboutValue(input, text, maxBytes, (core, length, host) => core.apply_defaults(length, host));
  return { ...input, ...(JSON.parse(added) as CaseDefaults) };
}

function isForm(input: object): boolean {
  return typeof FormData !== "undefined" && input instanceof FormData;
}

function describe(input: unknown): string {
  if (input === null) return "null";
  if (Array.isArray(input)) return "an array";
  return typeof input === "object" ? "a FormData" : `a ${typeof input}`;
}
