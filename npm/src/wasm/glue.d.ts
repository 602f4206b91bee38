/**
 * The functions of the Rust core (`src/wasm/`), as wasm-bindgen exports them. The build writes `glue.js`: the generated code in a
 * factory, so that there can be another instance after a trap.
 */

import type { Exports } from "./exports.js";

/** One running core. Functions that return a text: see `request/results.ts` and `lines/bodies.ts` for its form. */
export interface Glue {
  /** Reserves bytes for the input and returns their address in `memory`. */
  reserve(bytes: number): number;
  check(length: number, host: boolean, options: string | undefined): string;
  build(length: number, host: boolean, options: string | undefined): string;
  check_field(length: number, host: boolean, path: string, options: string | undefined): string;
  build_lines(length: number, options: string | undefined): string;
  /** The address of the bodies of the last `build_lines` in `memory`. */
  bodies(): number;
}

export declare function createGlue(
  exports: Exports,
  TextEncoder: new () => object,
  TextDecoder: new (label?: string, options?: object) => object,
): Glue;
