/** The functions for tables (`src/wasm/table.rs`), as wasm-bindgen exports them. The build writes `table-glue.js` like `glue.js`. */

import type { Exports } from "./exports.js";

/** One running module for tables. Functions that return a text: see `csv/reader.ts` for its form. */
export interface TableGlue {
  /** Reserves bytes for the input and returns their address in `memory`. */
  reserve(bytes: number): number;
  table_start(length: number): string;
  table_push(length: number): string;
  table_end(): string;
  /** The address of the bodies of the last `table_push` or `table_end` in `memory`. */
  table_bodies(): number;
  csv_template(length: number): string;
}

export declare function createGlue(
  exports: Exports,
  TextEncoder: new () => object,
  TextDecoder: new (label?: string, options?: object) => object,
): TableGlue;
