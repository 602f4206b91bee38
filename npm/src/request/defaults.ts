/** Adds default values. */

import { DEFAULTS } from "../generated/defaults.js";
import type { CaseDefaults, CaseInput, CaseOptions } from "../generated/types.js";
import { typeName } from "../values/plain.js";
import { requireValidOptions } from "./option-values.js";

/**
 * Copies a request and adds `delete_after: -1` and `auto_start: true` if they are absent or undefined. The copy is shallow:
 * nested objects are those of the input. The request is not validated: see `validate`.
 *
 * @throws TypeError when the input is not an object, or an option is invalid.
 */
export function applyDefaults<Input extends CaseInput>(input: Input, options?: CaseOptions): Input & CaseDefaults {
  requireValidOptions(options);
  const copy: Record<string, unknown> = { ...asObject(input) };
  for (const [name, value] of Object.entries(DEFAULTS))
    if (!Object.hasOwn(copy, name) || copy[name] === undefined) copy[name] = value;
  return copy as unknown as Input & CaseDefaults;
}

function asObject(input: unknown): Record<string, unknown> {
  let request = input;
  if (typeof request === "object" && request !== null) {
    try {
      const { toJSON } = request as { toJSON?: unknown };
      if (typeof toJSON === "function") request = toJSON.call(request, "");
    } catch (cause) {
      throw new TypeError("applyDefaults takes an object (received: toJSON that throws)", { cause });
    }
  }
  // A promise, or an object whose contents are not its own properties, such as a Map, bytes or a Response, has another type.
  const type = typeName(request);
  if (type === "object") return request as Record<string, unknown>;
  throw new TypeError(`applyDefaults takes an object (received: ${describe(type)})`);
}

function describe(type: string): string {
  return type === "Promise" ? "Promise; await it first" : type;
}
