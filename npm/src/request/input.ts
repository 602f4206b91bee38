/** Puts a request before the core, whichever way it was given: JSON text, its UTF-8 bytes, or a JavaScript value. */

import type { CaseOptions } from "../generated/types.js";
import type { IssueFacts } from "../issues/issue.js";
import { wtf8Length } from "../values/utf8.js";
import { type WriteValue, writeHost } from "../values/write.js";
import { ask, type Core, writeBytes, writeText } from "../wasm/core-engine.js";
import { type ReadOptions, readOptions } from "./options.js";

/** One of the core's functions, called with an input that already stands in its memory. */
export type Question = (core: Core, length: number, host: boolean, options: string | undefined) => string;

/** Asks about a string as JSON text, a Uint8Array as JSON text in UTF-8, and anything else as the value it is. */
export function askAbout(
  input: unknown,
  options: ReadOptions,
  question: Question,
  write: WriteValue = writeHost,
): string {
  if (typeof input === "string") return askAboutText(input, options, question);
  if (isBytes(input)) return askAboutBytes(input, options, question);
  return askAboutValue(input, options, question, write);
}

/** Asks about a JavaScript value; a string is a string here, not JSON text. */
export function askAboutValue(
  value: unknown,
  { text, maxBytes }: ReadOptions,
  question: Question,
  write: WriteValue = writeHost,
): string {
  const written = write(value, maxBytes); // may run the caller's getters, so before the core's memory is touched
  const put = (core: Core) => (typeof written === "string" ? writeText(core, written) : writeBytes(core, written));
  return ask((core) => question(core, put(core), true, text));
}

/** Asks about JSON text in UTF-8. */
export function askAboutBytes(bytes: Uint8Array, options: ReadOptions, question: Question): string {
  const { text, maxBytes } = options;
  if (bytes.length > maxBytes) return askAboutLength(bytes.length, options, question);
  return ask((core) => question(core, writeBytes(core, bytes), false, text));
}

/**
 * Asks about an input over the size limit without handing it over: WebAssembly memory never shrinks, and a stream may
 * not have kept it. The core is shown two bytes and a limit of one; then the true numbers take their place.
 */
export function askAboutLength(bytes: number, { text, maxBytes }: ReadOptions, question: Question): string {
  const options = JSON.parse(text ?? "{}") as CaseOptions;
  const small = JSON.stringify({ ...options, maxBytes: 1 });
  const answer = ask((core) => question(core, writeText(core, "{}"), false, small));
  const { issues } = JSON.parse(answer) as { issues: IssueFacts[] };
  const params = { max: maxBytes, actual: bytes };
  const exact = issues.map((issue) => ({ ...issue, params }));
  return JSON.stringify({ valid: false, issues: exact, omitted: 0 });
}

/** Reads options, and has the core refuse those that make no sense: for functions that take them without an input. */
export function requireOptions(options: CaseOptions | undefined): ReadOptions {
  const read = readOptions(options);
  if (read.text !== undefined) askAboutBytes(new Uint8Array(), read, (core, ...input) => core.check(...input));
  return read;
}

function askAboutText(input: string, options: ReadOptions, question: Question): string {
  const { text, maxBytes } = options;
  if (input.length > maxBytes) return askAboutLength(wtf8Length(input), options, question);
  return ask((core) => question(core, writeText(core, input), false, text));
}

/** Whether it is a Uint8Array, of this realm or another. */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]";
}
