/** The request bodies of lines as bytes: those of a whole block of lines are built by one call of the core. */

import type { Catalogue } from "../generated/types.js";
import { build } from "../request/build.js";
import { callForOversized, callWithBytes } from "../request/input.js";
import type { ReadOptions } from "../request/options.js";
import { type BuildParts, readCheck, splitBuild } from "../request/results.js";
import { inBatches } from "../streams/pieces.js";
import type { Chunk } from "../streams/text.js";
import { toBytes } from "../values/utf8.js";
import { call, writeBytes } from "../wasm/core-engine.js";
import { type Block, type Line, LineSplitter } from "./splitter.js";

/** Builds the bodies of the lines in chunks. The output comes in pieces that are worth sending on. */
export class BodyBuilder {
  readonly #options: ReadOptions;
  readonly #splitter: LineSplitter;

  constructor(options: ReadOptions) {
    this.#options = options;
    this.#splitter = new LineSplitter(options.maxBytes);
  }

  /** The output for the lines that end in a chunk. */
  push(chunk: Chunk): Generator<Uint8Array, void, undefined> {
    return inBatches(this.#build(chunk));
  }

  /** The output for the last line, if it has no line break. */
  *end(): Generator<Uint8Array, void, undefined> {
    for (const line of this.#splitter.end()) yield* this.#buildLine(line);
  }

  *#build(chunk: Chunk): Generator<Uint8Array, void, undefined> {
    for (const part of this.#splitter.pushBlocks(chunk)) {
      yield* "block" in part ? this.#buildBlock(part) : this.#buildLine(part);
    }
  }

  *#buildLine(line: Line): Generator<Uint8Array, void, undefined> {
    const parts = buildLine(line, this.#options);
    yield toBytes(parts.ok ? `${parts.body}\n` : failureLine(line.number, parts.check, this.#options.catalogue));
  }

  *#buildBlock({ block }: Block): Generator<Uint8Array, void, undefined> {
    let bodies = new Uint8Array(0);
    const answer = call(block.length, (core) => {
      const text = core.build_lines(writeBytes(core, block), this.#options.text);
      if (text.startsWith("!")) return text;
      const length = Number(text.slice(text.lastIndexOf("\n", text.length - 2) + 1));
      bodies = new Uint8Array(core.memory.buffer, core.bodies(), length).slice();
      return text;
    });
    // For each line without a payload its number, the length before it and its issues; then the number of lines, and the length.
    const results = answer.split("\n");
    const before = this.#splitter.count(Number(results.at(-3)));
    let from = 0;
    for (let index = 0; index < results.length - 3; index += 3) {
      const [number, at, check] = results.slice(index, index + 3) as [string, string, string];
      if (Number(at) > from) yield bodies.subarray(from, Number(at));
      from = Number(at);
      yield toBytes(failureLine(before + Number(number), check, this.#options.catalogue));
    }
    if (bodies.length > from) yield bodies.subarray(from);
  }
}

/** The result for one line. */
export function buildLine({ bytes, length }: Line, options: ReadOptions): BuildParts {
  const answer = bytes === undefined ? callForOversized(length, options, build) : callWithBytes(bytes, options, build);
  return splitBuild(answer);
}

function failureLine(line: number, check: string, catalogue: Catalogue): string {
  const { issues, omitted } = readCheck(check, catalogue);
  return `${JSON.stringify(omitted === 0 ? { line, issues } : { line, issues, omitted })}\n`;
}
