/** Adds default values. */

import type { CaseDefaults, CaseInput, CaseOptions } from "../generated/types.js";
import { typeName } from "../values/plain.js";
import { call, writeText } from "../wasm/core-engine.js";
import { readOptions } from "./options.js";

/**
 * Copies a request and adds `delete_after: -1` and `auto_start: true` if they are absent or undefined. The copy is shallow:
 * nested objects are those of the input. The request is not validated: see `validate`.
 *
 * @throws TypeError when the input is not an object, or an option is invalid.
 * @throws SphinxCaseError when the WebAssembly cannot run.
 */
export function applyDefaults<Input extends CaseInput>(input: Input, options?: CaseOptions): Input & CaseDefaults {
  const { text } = readOptions(options);
  const request = asObject(input);
  // The core only needs to know which keys are present.
  const present = Object.keys(request).filter((key) => request[key] !== undefined);
  const keys = `{${present.map((key) => `${JSON.stringify(key)}:null`).join(",")}}`;
  const added = call((core) => core.apply_defaults(writeText(core, keys), true, text));
  return { ...request, ...(JSON.parse(added) as CaseDefaults) } as Input & CaseDefaults;
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
