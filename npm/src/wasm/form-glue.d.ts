/** The functions of the Rust form (`src/wasm/form.rs`), as wasm-bindgen exports them. The build writes `form-glue.js` like `glue.js`. */

import type { Exports } from "./exports.js";

/** One running module for forms. Its functions return texts; see `form/changes.ts` for their form. */
export interface FormGlue {
  /** Reserves bytes for the input and returns their address in `memory`. */
  reserve(bytes: number): number;
  server_errors(length: number, status: number): string;
  outcome_unknown(length: number, status: number): string;
  form_new(length: number): string;
  form_drop(form: number): void;
  form_event(form: number, length: number): string;
  form_configure(form: number, length: number): string;
  form_build(form: number, sends: boolean): string;
  form_json(form: number): string;
  form_posted(length: number): string;
}

export declare function createGlue(
  exports: Exports,
  TextEncoder: new () => object,
  TextDecoder: new (label?: string, options?: object) => object,
): FormGlue;
