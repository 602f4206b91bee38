/**
 * Reads many requests, one JSON text per line (NDJSON), through a web `TransformStream` or from anything that can be iterated.
 * Memory use is constant: only the current line is kept, and no line that is too long.
 */

import type { CaseOptions } from "../generated/types.js";
import { requireOptions } from "../request/input.js";
import type { ReadOptions } from "../request/options.js";
import { type BuildResult, readBuild } from "../request/results.js";
import { BodyBuilder, buildLine, type Chunk } from "./bodies.js";
import { type Line, LineSplitter } from "./splitter.js";

/** The result of one line: its number (from 1, blank lines included) and the result of `buildPayload`. */
export type LineResult = { readonly line: number } & BuildResult;

/** An input in chunks of bytes or text: a Node stream, a web stream, an array, a generator, or a whole text. */
export type ChunkSource = Iterable<Chunk> | AsyncIterable<Chunk> | Pick<ReadableStream<Chunk>, "getReader">;

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
  return streamOf(new BodyBuilder(requireOptions(options)));
}

/**
 * The same with objects as output: `{ line, ok: true, body, payload, defaulted, warnings }` or
 * `{ line, ok: false, issues, omitted }`.
 *
 * @throws TypeError when an option is invalid, or the host has no web streams.
 */
export function caseLineResults(options?: CaseOptions): TransformStream<Chunk, LineResult> {
  return streamOf(new ResultLines(requireOptions(options)));
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
  return generatorOf(chunksOf(source), new BodyBuilder(requireOptions(options)));
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
  return generatorOf(chunksOf(source), new ResultLines(requireOptions(options)));
}

/** Converts chunks of input to output. */
interface Converter<Output> {
  push(chunk: Chunk): Iterable<Output>;
  end(): Iterable<Output>;
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

function streamOf<Output>(converter: Converter<Output>): TransformStream<Chunk, Output> {
  if (typeof TransformStream === "undefined")
    throw new TypeError(
      "this host has no TransformStream: use buildLines or buildLineResults of sphinx-case/lines, which need no web streams, or load a polyfill first.",
    );
  const passOn = (output: Iterable<Output>, controller: TransformStreamDefaultController<Output>): void => {
    for (const part of output) controller.enqueue(part);
  };
  return new TransformStream<Chunk, Output>({
    transform: (chunk, controller) => passOn(converter.push(chunk), controller),
    flush: (controller) => passOn(converter.end(), controller),
  });
}

function chunksOf(source: ChunkSource): Iterable<Chunk> | AsyncIterable<Chunk> {
  if (typeof source === "string") return [source]; // its iterator returns single characters
  const { [Symbol.asyncIterator]: ofPromises, [Symbol.iterator]: ofValues, getReader } = Object(source);
  if (ArrayBuffer.isView(source)) return [source as unknown as Uint8Array]; // its iterator returns single bytes
  if (typeof ofPromises === "function" || typeof ofValues === "function") return source as Iterable<Chunk>;
  if (typeof getReader === "function") return readAll(source as ReadableStream<Chunk>);
  throw new TypeError(
    "the source of sphinx-case/lines is a text, bytes, a stream or anything else that can be iterated for them. Of a response, pass the body; of a file, pass file.stream()",
  );
}

/** Web streams cannot be iterated in Safari. */
async function* readAll(stream: ReadableStream<Chunk>): AsyncGenerator<Chunk, void, undefined> {
  const reader = stream.getReader();
  try {
    for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) yield value as Chunk;
  } finally {
    await reader.cancel();
  }
}

async function* generatorOf<Output>(
  source: Iterable<Chunk> | AsyncIterable<Chunk>,
  converter: Converter<Output>,
): AsyncGenerator<Output, void, undefined> {
  for await (const chunk of source) yield* converter.push(chunk);
  yield* converter.end();
}
