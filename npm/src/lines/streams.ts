/**
 * Reads many requests, one JSON text per line (NDJSON), through a web `TransformStream` or from anything that can be iterated.
 * Memory use is constant: only the current line is kept, and no line that is too long.
 */

import type { CaseOptions } from "../generated/types.js";
import { requireOptions } from "../request/input.js";
import type { ReadOptions } from "../request/options.js";
import { type BuildResult, readBuild } from "../request/results.js";
import { type ChunkSource, type Converter, chunksOf, generatorOf, streamOf } from "../streams/convert.js";
import type { Chunk } from "../streams/text.js";
import { BodyBuilder, buildLine } from "./bodies.js";
import { type Line, LineSplitter } from "./splitter.js";

export type { ChunkSource } from "../streams/convert.js";

/** The name of this entry and its functions that need no web streams, for messages. */
const ENTRY = { name: "sphinx-case/lines", withoutStreams: "buildLines or buildLineResults" };

/** The result of one line: its number (from 1, blank lines included) and the result of `buildPayload`. */
export type LineResult = { readonly line: number } & BuildResult;

/**
 * Makes a stream that reads bytes or text and writes bytes: for each line that is not blank either the exact request body, or
 * `{"line":12,"issues":[…]}`, in the same order. An invalid line does not stop the others. The span of an issue is relative to
 * its line. If not all issues are listed, `omitted` has the number of the others.
 *
 * ```ts
 * await file.stream().pipeThrough(caseLines()).pipeTo(output);
 * ```
 *
 * @throws TypeError when an option is invalid, or the host has no web streams.
 */
export function caseLines(options?: CaseOptions): TransformStream<Chunk, Uint8Array> {
  return streamOf(new BodyBuilder(requireOptions(options)), ENTRY);
}

/**
 * The same with objects as output: `{ line, ok: true, body, payload, defaulted, warnings }` or
 * `{ line, ok: false, issues, omitted }`.
 *
 * @throws TypeError when an option is invalid, or the host has no web streams.
 */
export function caseLineResults(options?: CaseOptions): TransformStream<Chunk, LineResult> {
  return streamOf(new ResultLines(requireOptions(options)), ENTRY);
}

/**
 * The same output as `caseLines`, without web streams: from anything that can be iterated for bytes or text.
 *
 * ```ts
 * for await (const bytes of buildLines(createReadStream("cases.ndjson"))) output.write(bytes);
 * ```
 *
 * @throws TypeError when an option is invalid or the source cannot be iterated, at once; when a chunk is neither bytes nor text,
 *   while iterating.
 */
export function buildLines(source: ChunkSource, options?: CaseOptions): AsyncGenerator<Uint8Array, void, undefined> {
  return generatorOf(chunksOf(source, ENTRY), new BodyBuilder(requireOptions(options)));
}

/**
 * The same output as `caseLineResults`, without web streams.
 *
 * @throws TypeError as `buildLines`.
 */
export function buildLineResults(
  source: ChunkSource,
  options?: CaseOptions,
): AsyncGenerator<LineResult, void, undefined> {
  return generatorOf(chunksOf(source, ENTRY), new ResultLines(requireOptions(options)));
}

class ResultLines implements Converter<LineResult> {
  readonly #options: ReadOptions;
  readonly #splitter: LineSplitter;

  constructor(options: ReadOptions) {
    this.#options = options;
    this.#splitter = new LineSplitter(options.maxBytes);
  }

  *push(chunk: Chunk): Generator<LineResult, void, undefined> {
    for (const line of this.#splitter.push(chunk)) yield this.#result(line);
  }

  *end(): Generator<LineResult, void, undefined> {
    for (const line of this.#splitter.end()) yield this.#result(line);
  }

  #result(line: Line): LineResult {
    const built = readBuild(buildLine(line, this.#options), this.#options.catalogue);
    return Object.defineProperties({ line: line.number }, Object.getOwnPropertyDescriptors(built)) as LineResult;
  }
}
