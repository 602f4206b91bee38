/** The documented defaults, filled in. */

import type { CaseDefaults, CaseInput, CaseOptions } from "../generated/types.js";
import { ask, writeText } from "../wasm/core-engine.js";
import { readOptions } from "./options.js";

/**
 * Copies a request and fills in `delete_after: -1` and `auto_start: true` where they are absent (or undefined).
 * The copy is shallow: nested objects are the input's own. Nothing is checked: see `validate`.
 *
 * @throws TypeError when the input is not an object, or an option makes no sense.
 */
export function applyDefaults<Input extends CaseInput>(input: Input, options?: CaseOptions): Input & CaseDefaults {
  const { text } = readOptions(options);
  const request = asObject(input);
  // Only which keys are given matters, so only they are sent.
  const given = Object.keys(request).filter((key) => request[key] !== undefined);
  const keys = `{${given.map((key) => `${JSON.stringify(key)}:null`).join(",")}}`;
  const added = ask((core) => core.apply_defaults(writeText(core, keys), true, text));
  return { ...request, ...(JSON.parse(added) as CaseDefaults) } as Input & CaseDefaults;
}

function asObject(input: unknown): Record<string, unknown> {
  let request = input;
  if (typeof request === "object" && request !== null) {
    const { toJSON } = request as { toJSON?: unknown };
    if (typeof toJSON === "function") request = toJSON.call(request, "");
  }
  if (typeof request === "object" && request !== null && !Array.isArray(request) && !isForm(request)) {
    return request as Record<string, unknown>;
  }
  throw new TypeError(`applyDefaults needs an object, was ${describe(request)}`);
}

function isForm(input: object): boolean {
  return typeof FormData !== "undefined" && input instanceof FormData;
}

function describe(input: unknown): string {
  if (input === null) return "null";
  if (Array.isArray(input)) return "an array";
  return typeof input === "object" ? "a FormData" : `a ${typeof input}`;
}
