/** Puts a request before the core, whichever way it was given: JSON text, its UTF-8 bytes, or a JavaScript value. */

import { ask, type Core, writeBytes, writeText } from "./core.js";
import type { CaseOptions } from "./generated/types.js";
import { writeHost } from "./host.js";
import { readOptions } from "./options.js";

/** One of the core's functions, called with an input that already stands in its memory. */
export type Question = (core: Core, length: number, host: boolean, options: string | undefined) => string;

/** Asks about a string as JSON text, a Uint8Array as JSON text in UTF-8, and anything else as the value it is. */
export function askAbout(input: unknown, options: CaseOptions | undefined, question: Question): string {
  const { text, maxBytes } = readOptions(options);
  if (typeof input === "string") return ask((core) => question(core, writeText(core, input), false, text));
  if (isBytes(input)) return ask((core) => question(core, writeBytes(core, input), false, text));
  return askAboutValue(input, text, maxBytes, question);
}

/** Asks about a JavaScript value; a string is a string here, not JSON text. */
export function askAboutValue(value: unknown, options: string | undefined, maxBytes: number, question: Question): string {
  const written = writeHost(value, maxBytes); // may run the caller's getters, so before the core's memory is touched
  return ask((core) => question(core, writeText(core, written), true, options));
}

/** Whether it is a Uint8Array, of this realm or another. */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]";
}
