/** The boundary to the Rust form (`src/wasm/form.rs`), as wasm-bindgen's glue offers it. The build writes `form-glue.js`, as it writes `glue.js`. */

/** One running module of forms. Every answer is a text; see `form/changes.ts` for their form. */
export interface FormGlue {
  /** Starts the instance; must come first, and once. */
  initSync(source: { module: WebAssembly.Module }): { readonly memory: WebAssembly.Memory };
  /** Makes room for that many bytes of input and answers where in `memory` it is. */
  reserve(bytes: number): number;
  server_errors(length: number, status: number): string;
  form_new(length: number, options: string, show: string, draft: boolean): string;
  form_drop(form: number): void;
  form_event(form: number, length: number): string;
  form_configure(form: number, options: string, show: string, draft: boolean): string;
  form_build(form: number): string;
  form_json(form: number): string;
  form_posted(length: number, options: string): string;
}

export declare function createGlue(
  TextEncoder: new () => object,
  TextDecoder: new (label?: string, options?: object) => object,
): FormGlue;
