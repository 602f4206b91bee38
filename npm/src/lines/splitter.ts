/** Splits a stream of chunks into lines, or blocks of them. It keeps at most one line in memory, and no line that is too long. */

import { type Chunk, TextReader } from "../streams/text.js";

/** A line that is not blank. */
export interface Line {
  /** The number of the line, from 1. Blank lines count. */
  readonly number: number;
  /** Its bytes without the line break, valid until the next line; undefined if the line is too long. */
  readonly bytes: Uint8Array | undefined;
  /** The number of its bytes. */
  readonly length: number;
}

/** Complete lines within one chunk, at least one, each with its line break. */
export interface Block {
  /** The lines, valid until the next chunk. */
  readonly block: Uint8Array;
}

/** The maximum length of a block, in bytes. Longer lines are returned by themselves. */
const BLOCK_LENGTH = 1 << 17;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Chunks can have any size and begin anywhere, also within a line break, a character or a surrogate pair. */
export class LineSplitter {
  readonly #limit: number;
  #number = 0;
  /** The beginning of a line that is not complete yet. */
  #kept = new Uint8Array(0);
  #keptLength = 0;
  /** The length of the line so far; more than is kept once it is over the limit. */
  #lineLength = 0;
  #lastByte = 0;
  readonly #text = new TextReader("sphinx-case/lines");

  /** @param limit the maximum size of a line, in bytes. */
  constructor(limit: number) {
    this.#limit = limit + 1; // and a carriage return
  }

  /** The lines that end in a chunk. */
  *push(chunk: Chunk): Generator<Line, void, undefined> {
    const bytes = this.#bytes(chunk);
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, from)) {
      yield* this.#finish(bytes.subarray(from, end));
      from = end + 1;
    }
    this.#keep(bytes.subarray(from));
  }

  /**
   * The same in blocks: only a line that is not within this chunk, the first one, and a long one are returned by themselves. The
   * caller counts the lines of a block with `count`.
   */
  *pushBlocks(chunk: Chunk): Generator<Line | Block, void, undefined> {
    const bytes = this.#bytes(chunk);
    let from = 0;
    if (this.#number === 0 || this.#lineLength > 0) {
      const end = bytes.indexOf(NEWLINE);
      if (end !== -1) yield* this.#finish(bytes.subarray(0, end));
      from = end + 1;
    }
    const rest = bytes.lastIndexOf(NEWLINE) + 1;
    while (from < rest) {
      let to = bytes.lastIndexOf(NEWLINE, from + BLOCK_LENGTH) + 1;
      if (to > from) yield { block: bytes.subarray(from, to) };
      else {
        to = bytes.indexOf(NEWLINE, from) + 1;
        yield* this.#finish(bytes.subarray(from, to - 1));
      }
      from = to;
    }
    this.#keep(bytes.subarray(from));
  }

  /** Counts the lines of a block. Returns how many there were before it. */
  count(lines: number): number {
    this.#number += lines;
    return this.#number - lines;
  }

  /** The last line, if it has no line break. */
  *end(): Generator<Line, void, undefined> {
    yield* this.#finish(this.#text.end());
  }

  #bytes(chunk: Chunk): Uint8Array {
    const [half, bytes] = this.#text.read(chunk);
    this.#keep(half);
    return bytes;
  }

  *#finish(rest: Uint8Array): Generator<Line, void, undefined> {
    this.#number++;
    let bytes: Uint8Array | undefined = rest; // a line within one chunk is not copied
    if (this.#lineLength > 0 || rest.length > this.#limit) {
      this.#keep(rest);
      bytes = this.#lineLength > this.#limit ? undefined : this.#kept.subarray(0, this.#keptLength);
    }
    const length = this.#lineLength - (this.#lastByte === RETURN ? 1 : 0);
    this.#keptLength = 0;
    this.#lineLength = 0;
    this.#lastByte = 0;
    if (bytes === undefined) {
      this.#kept = new Uint8Array(0);
      yield { number: this.#number, bytes, length };
      return;
    }
    if (this.#number === 1 && BYTE_ORDER_MARK.every((byte, index) => bytes?.[index] === byte))
      bytes = bytes.subarray(3);
    if (bytes[bytes.length - 1] === RETURN) bytes = bytes.subarray(0, -1);
    if (!isBlank(bytes)) yield { number: this.#number, bytes, length: bytes.length };
  }

  #keep(bytes: Uint8Array): void {
    this.#lineLength += bytes.length;
    this.#lastByte = bytes[bytes.length - 1] ?? this.#lastByte;
    if (this.#lineLength > this.#limit) {
      this.#keptLength = 0; // too long: only its length is needed
      return;
    }
    const needed = this.#keptLength + bytes.length;
    if (needed > this.#kept.length) {
      const grown = new Uint8Array(Math.max(needed, Math.min(this.#kept.length * 2, this.#limit)));
      grown.set(this.#kept.subarray(0, this.#keptLength));
      this.#kept = grown;
    }
    this.#kept.set(bytes, this.#keptLength);
    this.#keptLength = needed;
  }
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === RETURN);
}
