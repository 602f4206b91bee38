/** The boundary to the Rust core (`src/wasm/`), as wasm-bindgen's glue offers it. The build writes `glue.js`: the generated code, wrapped in a factory so that there can be a second instance after a trap. */

/** One running core. Every answer is a text; see `answers.ts` for their form. */
export interface Glue {
  /** Starts the instance; must come first, and once. */
  initSync(source: { module: WebAssembly.Module }): { readonly memory: WebAssembly.Memory };
  /** Makes room for that many bytes of input and answers where in `memory` it is. */
  reserve(bytes: number): number;
  check(length: number, host: boolean, options: string | undefined): string;
  build(length: number, host: boolean, options: string | undefined): string;
  check_field(length: number, host: boolean, path: string, options: string | undefined): string;
  apply_defaults(length: number, host: boolean, options: string | undefined): string;
}

export declare function createGlue(
  TextEncoder: new () => object,
  TextDecoder: new (label?: string, options?: object) => object,
): Glue;
