/** Chunks of an input as bytes in UTF-8. */

import { toBytes } from "../values/utf8.js";

/** A piece of an input. It can begin and end anywhere, also within a character. */
export type Chunk = Uint8Array | string;

/** What an input that is not UTF-8 begins with, and what the caller can do. The text of an input has no zero bytes. */
const ENCODINGS: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [/^1f8b/, 'compressed with gzip: pipe it through new DecompressionStream("gzip") first'],
  [/^(504b0304|28b52ffd|fd377a58|425a68)/, "compressed: decompress it first"],
  [/^(fffe|(?!00)..00)/, 'UTF-16: pipe it through new TextDecoderStream("utf-16le") first'],
  [/^(feff|00)/, 'UTF-16: pipe it through new TextDecoderStream("utf-16be") first'],
];

/** Reads chunks, text and bytes in any order. */
export class TextReader {
  readonly #entry: string;
  /** The first half of a surrogate pair, if a text chunk ended within the pair. */
  #half = "";
  /** The first bytes of the input, in hexadecimal digits. */
  #head = "";

  /** @param entry the name of the entry of the package, for messages. */
  constructor(entry: string) {
    this.#entry = entry;
  }

  /**
   * The bytes of a chunk, after those of the half of a surrogate pair, if bytes follow one.
   *
   * @throws TypeError when a chunk is neither text nor bytes, or the input is not UTF-8.
   */
  read(chunk: Chunk): [half: Uint8Array, bytes: Uint8Array] {
    if (typeof chunk === "string") {
      const text = this.#half + chunk;
      const cut = (text.charCodeAt(text.length - 1) & 0xfc00) === 0xd800 ? text.length - 1 : text.length;
      this.#half = text.slice(cut);
      return [NONE, toBytes(text.slice(0, cut))];
    }
    if (!ArrayBuffer.isView(chunk) || (chunk as Uint8Array).BYTES_PER_ELEMENT !== 1) {
      throw new TypeError(
        `${this.#entry} reads a stream of Uint8Array or string chunks (received another kind of chunk)`,
      );
    }
    this.#requireUtf8(chunk);
    return [this.end(), chunk];
  }

  /** The bytes of the half of a surrogate pair, if the text ends with one. */
  end(): Uint8Array {
    const bytes = toBytes(this.#half);
    this.#half = "";
    return bytes;
  }

  #requireUtf8(chunk: Uint8Array): void {
    if (this.#head.length >= 8) return;
    for (const byte of chunk.subarray(0, 4)) this.#head += byte.toString(16).padStart(2, "0");
    const found = ENCODINGS.find(([pattern]) => pattern.test(this.#head));
    if (found !== undefined) throw new TypeError(`${this.#entry} reads text in UTF-8, and this input is ${found[1]}`);
  }
}

const NONE = new Uint8Array(0);
