/** Streams and generators of what is made of an input in chunks. */

import type { Chunk } from "./text.js";

/** An input in chunks of bytes or text: a Node stream, a web stream, an array, a generator, or a whole text. */
export type ChunkSource = Iterable<Chunk> | AsyncIterable<Chunk> | Pick<ReadableStream<Chunk>, "getReader">;

/** Converts chunks of input to output. */
export interface Converter<Output> {
  push(chunk: Chunk): Iterable<Output>;
  end(): Iterable<Output>;
}

/** The entry of the package whose functions these are, for messages. */
export interface Entry {
  readonly name: string;
  /** Its functions that need no web streams. */
  readonly withoutStreams: string;
}

/** A web stream of what a converter makes of chunks. */
export function streamOf<Output>(
  converter: Converter<Output>,
  { name, withoutStreams }: Entry,
): TransformStream<Chunk, Output> {
  if (typeof TransformStream === "undefined")
    throw new TypeError(
      `this host has no TransformStream: use ${withoutStreams} of ${name}, which need no web streams, or load a polyfill first.`,
    );
  const passOn = (output: Iterable<Output>, controller: TransformStreamDefaultController<Output>): void => {
    for (const part of output) controller.enqueue(part);
  };
  return new TransformStream<Chunk, Output>({
    transform: (chunk, controller) => passOn(converter.push(chunk), controller),
    flush: (controller) => passOn(converter.end(), controller),
  });
}

/**
 * The chunks of a source.
 *
 * @throws TypeError when it cannot be iterated.
 */
export function chunksOf(source: ChunkSource, { name }: Entry): Iterable<Chunk> | AsyncIterable<Chunk> {
  if (typeof source === "string") return [source]; // its iterator returns single characters
  const { [Symbol.asyncIterator]: ofPromises, [Symbol.iterator]: ofValues, getReader } = Object(source);
  if (ArrayBuffer.isView(source)) return [source as unknown as Uint8Array]; // its iterator returns single bytes
  if (typeof ofPromises === "function" || typeof ofValues === "function") return source as Iterable<Chunk>;
  if (typeof getReader === "function") return readAll(source as ReadableStream<Chunk>);
  throw new TypeError(
    `the source of ${name} is a text, bytes, a stream or anything else that can be iterated for them. Of a response, pass the body; of a file, pass file.stream()`,
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

/** What a converter makes of the chunks of a source. */
export async function* generatorOf<Output>(
  source: Iterable<Chunk> | AsyncIterable<Chunk>,
  converter: Converter<Output>,
): AsyncGenerator<Output, void, undefined> {
  for await (const chunk of source) yield* converter.push(chunk);
  yield* converter.end();
}
