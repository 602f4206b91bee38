/**
 * Decodes the text that contains a WebAssembly module. Each byte is one or two characters, the same everywhere, so that gzip
 * finds repeated bytes in the text: compressed it is 1 % larger than the bytes, while hexadecimal digits would be 10 % and
 * base64 33 % larger.
 *
 * No host decodes such a text natively, and a loop in JavaScript is slow before it is optimized: it would take milliseconds.
 * So a WebAssembly module of a few hundred bytes does it, at full speed from the start.
 */

import { encoder } from "../values/utf8.js";
import { requireWebAssembly } from "./start-errors.js";

/** The offset of the text in the memory of the unpacker, as in `scripts/pkg/pack.mjs`. */
const TEXT_OFFSET = 512;

interface Unpacker {
  memory: WebAssembly.Memory;
  unpack(): number;
}

/** A module as packed by `scripts/pkg/pack.mjs`. */
export interface Packed {
  /** The bytes of the module. */
  readonly text: string;
  /** The module that unpacks them, in hexadecimal digits. */
  readonly unpacker: string;
}

/** The bytes of a module. Throws the error of the engine if it may not compile. */
export function unpack({ text, unpacker }: Packed): Uint8Array<ArrayBuffer> {
  requireWebAssembly();
  // Small enough for engines that compile more than 4 KB only asynchronously.
  const module = new WebAssembly.Module(bytesFromHex(unpacker));
  const unpacking = new WebAssembly.Instance(module).exports as unknown as Unpacker;
  encoder().encodeInto(text, new Uint8Array(unpacking.memory.buffer, TEXT_OFFSET));
  return new Uint8Array(unpacking.memory.buffer, TEXT_OFFSET, unpacking.unpack()) as Uint8Array<ArrayBuffer>;
}

function bytesFromHex(digits: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(digits.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}
