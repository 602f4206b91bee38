/** Calls functions of the core with an input: JSON text, its UTF-8 bytes, or a JavaScript value. */

import type { CaseOptions } from "../generated/types.js";
import { wtf8Length } from "../values/utf8.js";
import { type WriteValue, writeValue } from "../values/write.js";
import { type Core, call, writeBytes, writeText } from "../wasm/core-engine.js";
import { type ReadOptions, readOptions } from "./options.js";
import type { CheckAnswer } from "./results.js";

/** A function of the core, for an input that is already in its memory. */
export type CoreFunction = (core: Core, length: number, host: boolean, options: string | undefined) => string;

/** Calls the core with an input: a string is JSON text, a Uint8Array is JSON text in UTF-8, anything else is a value. */
export function callWithInput(
  input: unknown,
  options: ReadOptions,
  run: CoreFunction,
  write: WriteValue = writeValue,
): string {
  if (typeof input === "string") return callWithText(input, options, run);
  if (isBytes(input)) return callWithBytes(input, options, run);
  return callWithValue(input, options, run, write);
}

/** Calls the core with a JavaScript value. A string is a string here, not JSON text. */
export function callWithValue(
  value: unknown,
  options: ReadOptions,
  run: CoreFunction,
  write: WriteValue = writeValue,
): string {
  const { text, maxBytes } = options;
  const written = write(value, maxBytes); // before the memory of the core is used: it may run getters of the caller
  if (typeof written === "object") return callForOversized(written.size, options, run);
  return call(written.length, (core) => run(core, writeText(core, written), true, text));
}

/** Calls the core with JSON text in UTF-8. */
export function callWithBytes(bytes: Uint8Array, options: ReadOptions, run: CoreFunction): string {
  requireAttached(bytes);
  const { text, maxBytes } = options;
  if (bytes.length > maxBytes) return callForOversized(bytes.length, options, run);
  return call(bytes.length, (core) => run(core, writeBytes(core, bytes), false, text));
}

/**
 * The result for an input over the size limit. The input is not copied, because WebAssembly memory never shrinks, and a stream
 * may not have kept it: the core gets two bytes and a limit of one, and then the numbers are replaced.
 */
export function callForOversized(bytes: number, { text, maxBytes }: ReadOptions, run: CoreFunction): string {
  const options = JSON.parse(text ?? "{}") as CaseOptions;
  const small = JSON.stringify({ ...options, maxBytes: 1 });
  const answer = call(2, (core) => run(core, writeText(core, "{}"), false, small));
  // The params of `too_large`, which is the only issue, are at the end.
  return JSON.stringify([...(JSON.parse(answer) as CheckAnswer).slice(0, -2), maxBytes, bytes]);
}

/** Reads options and validates them at once, for functions that take options without an input. */
export function requireOptions(options: CaseOptions | undefined): ReadOptions {
  const read = readOptions(options);
  if (read.text !== undefined) callWithBytes(new Uint8Array(), read, (core, ...input) => core.check(...input));
  return read;
}

function callWithText(input: string, options: ReadOptions, run: CoreFunction): string {
  const { text, maxBytes } = options;
  if (input.length > maxBytes) return callForOversized(wtf8Length(input), options, run);
  return call(input.length, (core) => run(core, writeText(core, input), false, text));
}

/** Throws a TypeError if the bytes were transferred to another thread, for example with postMessage. */
function requireAttached(bytes: Uint8Array): void {
  if (bytes.length > 0) return;
  try {
    new Uint8Array(bytes.buffer);
  } catch (cause) {
    throw new TypeError("the bytes of this Uint8Array are no longer here: its buffer was transferred (detached)", {
      cause,
    });
  }
}

/** Whether it is a Uint8Array, of this realm or another. */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]";
}
