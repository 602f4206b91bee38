/**
 * The bytes of the core out of the text they travel as. One or two characters stand for a byte, the same wherever it
 * stands, so that gzip finds in the text what repeats in the bytes: it then takes 1 % more than the bytes themselves,
 * where hexadecimal digits take a tenth more and base64 a third.
 *
 * No host decodes such a text, and a loop in JavaScript is slow where nothing has warmed up yet: a process waits for it
 * for milliseconds. A WebAssembly module of a few hundred bytes runs at full speed from its first turn, so that does it.
 */

import { encoder } from "../values/utf8.js";

/** Where the unpacker expects the text; `scripts/pkg/pack.mjs` made it so. */
const TEXT_STARTS = 512;

interface Unpacker {
  memory: WebAssembly.Memory;
  unpack(): number;
}

/** A module as `scripts/pkg/pack.mjs` packs it. */
export interface Packed {
  /** The bytes of the module. */
  readonly text: string;
  /** The module that unpacks them, in hexadecimal digits. */
  readonly unpacker: string;
}

/** The bytes of a module. Throws what the engine throws where it may not compile. */
export function unpack({ text, unpacker }: Packed): Uint8Array<ArrayBuffer> {
  // Small enough for engines that compile more than 4 KB only asynchronously.
  const module = new WebAssembly.Module(bytesFromHex(unpacker));
  const unpacking = new WebAssembly.Instance(module).exports as unknown as Unpacker;
  encoder().encodeInto(text, new Uint8Array(unpacking.memory.buffer, TEXT_STARTS));
  return new Uint8Array(unpacking.memory.buffer, TEXT_STARTS, unpacking.unpack()) as Uint8Array<ArrayBuffer>;
}

function bytesFromHex(digits: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(digits.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}
