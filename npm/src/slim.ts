/**
 * `sphinx-case/slim`: the same functions without the WebAssembly inside. You bring it, once, before the first call:
 * `sphinx-case/core.wasm` and, for forms, `sphinx-case/form.wasm` are the files. For libraries, edge hosts with their own way to load modules, and the smallest bundles.
 */

import { engine } from "./wasm/core-engine.js";
import { fetched, type WasmSource } from "./wasm/fetch-module.js";
import { formEngine } from "./wasm/form-engine.js";

/**
 * Starts the core from `core.wasm`. Calling it again does nothing; after a failure it can be called again.
 *
 * @throws SphinxCaseError when it cannot be fetched, is not this package's module, or may not be compiled.
 */
export function init(source: WasmSource | PromiseLike<WasmSource>): Promise<void> {
  return engine().initialise(() => fetched(source));
}

/** Starts the core at once, from its bytes or the compiled module. Calling it again does nothing. */
export function initSync(source: BufferSource | WebAssembly.Module): void {
  engine().initialiseSync(source);
}

/** Starts the module that forms, `parseFormData` and `mapServerErrors` run on, from `form.wasm`; otherwise as {@link init}. */
export function initForms(source: WasmSource | PromiseLike<WasmSource>): Promise<void> {
  return formEngine().initialise(() => fetched(source));
}

/** Starts it at once, from its bytes or the compiled module. */
export function initFormsSync(source: BufferSource | WebAssembly.Module): void {
  formEngine().initialiseSync(source);
}

export * from "./api.js";
export type { WasmSource } from "./wasm/fetch-module.js";
