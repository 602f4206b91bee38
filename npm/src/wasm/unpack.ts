/**
 * Decodes the text that contains a WebAssembly module. Each byte is one or two characters, the same everywhere, so that gzip
 * finds repeated bytes in the text: compressed it is 1 % larger than the bytes, while hexadecimal digits would be 10 % and
 * base64 33 % larger.
 *
 * No host decodes such a text natively, and a loop in JavaScript is slow before it is optimized: it would take milliseconds.
 * So a WebAssembly module of little more than a kilobyte does it, at full speed from the start.
 */

import { encoder } from "../values/utf8.js";
import { requireWebAssembly } from "./start-errors.js";

/** The offsets of the bytes and of the text in the memory of the unpacker, as in `scripts/pkg/pack.mjs`. */
const BYTES_OFFSET = 512;
const TEXT_OFFSET = 520;

interface Unpacker {
  memory: WebAssembly.Memory;
  unpack(from: number, to: number): number;
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
  const { memory, unpack } = new WebAssembly.Instance(module).exports as unknown as Unpacker;
  encoder().encodeInto(text, new Uint8Array(memory.buffer, TEXT_OFFSET));
  return new Uint8Array(memory.buffer, BYTES_OFFSET, unpack(TEXT_OFFSET, BYTES_OFFSET)) as Uint8Array<ArrayBuffer>;
}

/** Four bytes at a time, because each call counts before this is optimized. */
function bytesFromHex(digits: string): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(digits.length));
  for (let at = 0; at < digits.length; at += 8)
    view.setUint32(at / 2, Number.parseInt(digits.slice(at, at + 8).padEnd(8, "0"), 16));
  return new Uint8Array(view.buffer, 0, digits.length / 2);
}
