/**
 * Reads a table in CSV, with a row of headings and one request per row, through a web `TransformStream` or from anything that can be
 * iterated. A heading is the name of a field as in a form, a cell its text. The separator (comma, semicolon or tab) is detected. Memory use is
 * constant: only the current row is kept, and no row that is too long.
 */

import type { Catalogue } from "../generated/types.js";
import { type ChunkSource, type Converter, chunksOf, generatorOf, streamOf } from "../streams/convert.js";
import { inBatches } from "../streams/pieces.js";
import type { Chunk } from "../streams/text.js";
import { toBytes } from "../values/utf8.js";
import { type CsvOptions, type ReadCsvOptions, readCsvOptions } from "./options.js";
import { type Answer, TableReader } from "./reader.js";
import { type RowResult, readRow } from "./results.js";

export type { ChunkSource } from "../streams/convert.js";
export type { Chunk } from "../streams/text.js";
export type { CsvOptions } from "./options.js";
export type { BuiltRow, Cell, RowFailure, RowIssue, RowPlace, RowResult } from "./results.js";

/** The name of this entry and its functions that need no web streams, for messages. */
const ENTRY = { name: "sphinx-case/csv", withoutStreams: "buildRows or buildRowResults" };

/**
 * Makes a stream that reads bytes or text and writes bytes: for each row that is not blank either the exact request body, or
 * `{"line":12,"row":9,"issues":[…]}`, in the same order. An invalid row does not stop the others. If not all issues are listed, `omitted`
 * has the number of the others.
 *
 * ```ts
 * await file.stream().pipeThrough(caseRows({ map: { Name: "customer.full_name" } })).pipeTo(output);
 * ```
 *
 * The stream fails with a TypeError if a heading is not the name of a field, two columns are for the same field, or the input is not UTF-8. The
 * message says what to do.
 *
 * @throws TypeError when an option is invalid, or the host has no web streams.
 */
export function caseRows(options?: CsvOptions): TransformStream<Chunk, Uint8Array> {
  return streamOf(toBodies(readCsvOptions(options)), ENTRY);
}

/**
 * The same output as `caseRows`, without web streams: from anything that can be iterated for bytes or text.
 *
 * ```ts
 * for await (const bytes of buildRows(createReadStream("cases.csv"))) output.write(bytes);
 * ```
 *
 * @throws TypeError when an option is invalid or the source cannot be iterated, at once; when the headings are wrong or a chunk is neither
 *   bytes nor text, while iterating.
 */
export function buildRows(source: ChunkSource, options?: CsvOptions): AsyncGenerator<Uint8Array, void, undefined> {
  return generatorOf(chunksOf(source, ENTRY), toBodies(readCsvOptions(options)));
}

/**
 * The same with objects as output: `{ line, row, ok: true, body, payload, defaulted, warnings }` or
 * `{ line, row, ok: false, issues, omitted }`. An issue has the `cell` that it is about.
 *
 * ```ts
 * for await (const result of buildRowResults(file.stream()))
 *   if (!result.ok)
 *     for (const { cell, message } of result.issues) console.log(`row ${result.row}, ${cell?.heading}: ${message}`);
 * ```
 *
 * @throws TypeError as `buildRows`.
 */
export function buildRowResults(source: ChunkSource, options?: CsvOptions): AsyncGenerator<RowResult, void, undefined> {
  return generatorOf(chunksOf(source, ENTRY), toResults(readCsvOptions(options)));
}

/** Converts chunks to what is made of the answers of the core. */
function converterOf<Output>(
  options: ReadCsvOptions,
  wantsAll: boolean,
  make: (answers: Iterable<Answer>, catalogue: Catalogue) => Iterable<Output>,
): Converter<Output> {
  const reader = new TableReader(options, wantsAll);
  return {
    push: (chunk) => make(reader.push(chunk), options.catalogue),
    end: () => make(reader.end(), options.catalogue),
  };
}

function toResults(options: ReadCsvOptions): Converter<RowResult> {
  return converterOf(options, true, function* (answers, catalogue) {
    for (const { rows } of answers) for (const row of rows) yield readRow(row, catalogue);
  });
}

function toBodies(options: ReadCsvOptions): Converter<Uint8Array> {
  return converterOf(options, false, (answers, catalogue) => inBatches(bytesOf(answers, catalogue)));
}

function* bytesOf(answers: Iterable<Answer>, catalogue: Catalogue): Generator<Uint8Array, void, undefined> {
  for (const { rows, bodies } of answers) {
    let from = 0;
    for (const row of rows) {
      if (row.before > from) yield bodies.subarray(from, row.before);
      from = row.before;
      yield toBytes(failureLine(readRow(row, catalogue)));
    }
    if (bodies.length > from) yield bodies.subarray(from);
  }
}

function failureLine(result: RowResult): string {
  if (result.ok) return "";
  const { line, row, issues, omitted } = result;
  return `${JSON.stringify(omitted === 0 ? { line, row, issues } : { line, row, issues, omitted })}\n`;
}
