/** Reads the rows of a table with the core: an instance of its own, which splits the text and builds the requests. */

import { type BuildParts, splitBuild } from "../request/results.js";
import { type Chunk, TextReader } from "../streams/text.js";
import { type TableCore, tableEngine, writeBytes, writeText } from "../wasm/table-engine.js";
import type { ReadCsvOptions } from "./options.js";

/** The bytes that are passed to the core at a time. */
const PIECE = 1 << 17;

/** The answer of the core for a piece of text. */
export interface Answer {
  /** The rows that have a result of their own. */
  readonly rows: readonly RowAnswer[];
  /** The bodies of the other rows, each with a line break. */
  readonly bodies: Uint8Array;
}

/** The answer of the core for one row. */
export interface RowAnswer {
  readonly row: number;
  readonly line: number;
  /** The length of the bodies before it. */
  readonly before: number;
  readonly parts: BuildParts;
  /** For each issue, or each warning of a payload, the column, the heading and the text of its cell, or 0. */
  readonly cells: readonly (readonly [column: number, heading: string, text: string] | 0)[];
}

/** Reads one table, in chunks. */
export class TableReader {
  readonly #core: TableCore;
  readonly #text = new TextReader("sphinx-case/csv");

  /**
   * @param wantsAll whether rows with a payload have a result, too.
   * @throws TypeError when an option is invalid.
   */
  constructor({ text = "", map }: ReadCsvOptions, wantsAll: boolean) {
    this.#core = tableEngine().fresh();
    this.#call((core) => core.table_start(writeText(core, `${text}\n${wantsAll ? 1 : 0}\n${map}`)));
  }

  /**
   * The answers for the rows that end in a chunk.
   *
   * @throws TypeError when the headings are wrong, or the input is not text in UTF-8.
   */
  *push(chunk: Chunk): Generator<Answer, void, undefined> {
    for (const bytes of this.#text.read(chunk)) yield* this.#push(bytes);
  }

  /**
   * The answers for the last row, if it has no line break.
   *
   * @throws TypeError when there are no headings.
   */
  *end(): Generator<Answer, void, undefined> {
    yield* this.#push(this.#text.end());
    yield this.#answer((core) => core.table_end());
  }

  *#push(bytes: Uint8Array): Generator<Answer, void, undefined> {
    for (let at = 0; at < bytes.length; at += PIECE) {
      const piece = bytes.subarray(at, at + PIECE);
      yield this.#answer((core) => core.table_push(writeBytes(core, piece)));
    }
  }

  #answer(run: (core: TableCore) => string): Answer {
    const lines = this.#call(run).split("\n");
    const bodies = new Uint8Array(this.#core.memory.buffer, this.#core.table_bodies(), Number(lines.at(-2))).slice();
    return { rows: rowsOf(lines), bodies };
  }

  #call(run: (core: TableCore) => string): string {
    return tableEngine().callOn(this.#core, run);
  }
}

/** Reads the lines of an answer: see `table_push` in `src/wasm/table.rs`. */
function rowsOf(lines: readonly string[]): RowAnswer[] {
  const rows: RowAnswer[] = [];
  for (let at = 0; at < lines.length - 2; ) {
    const [row, line, before] = lines.slice(at, at + 3).map(Number) as [number, number, number];
    const cells = at + (lines[at + 3]?.startsWith("{") ? 6 : 4);
    const parts = splitBuild(lines.slice(at + 3, cells).join("\n"));
    rows.push({ row, line, before, parts, cells: JSON.parse(lines[cells] as string) as RowAnswer["cells"] });
    at = cells + 1;
  }
  return rows;
}
