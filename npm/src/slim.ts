/**
 * `sphinx-case/slim`: the same functions without the WebAssembly inside. Load it once before the first call: the files are
 * `sphinx-case/core.wasm`, for forms `sphinx-case/form.wasm`, and for `sphinx-case/csv` `sphinx-case/table.wasm`. For libraries, edge hosts that load modules in their own
 * way, and the smallest bundles.
 */

import { engine } from "./wasm/core-engine.js";
import { fetchModule, type WasmModule, type WasmSource } from "./wasm/fetch-module.js";
import { formEngine } from "./wasm/form-engine.js";
import { tableEngine } from "./wasm/table-engine.js";

/**
 * Starts the core from `core.wasm`. Once it has started, further calls do nothing; after a failure it can be called again.
 *
 * ```ts
 * await init(fetch("/core.wasm"));
 * ```
 *
 * @throws SphinxCaseError when the module cannot be fetched, is not that of this version, or may not be compiled.
 */
export function init(source: WasmSource | PromiseLike<WasmSource>): Promise<void> {
  return engine().initialise(() => fetchModule(source));
}

/** Starts the core synchronously, from its bytes or the compiled module; otherwise as {@link init}. */
export function initSync(source: ArrayBuffer | ArrayBufferView | WasmModule): void {
  engine().initialiseSync(source);
}

/** Starts the module for forms, `parseFormData` and `mapServerErrors`, from `form.wasm`; otherwise as {@link init}. */
export function initForms(source: WasmSource | PromiseLike<WasmSource>): Promise<void> {
  return formEngine().initialise(() => fetchModule(source));
}

/** Starts the module for forms synchronously, from its bytes or the compiled module; otherwise as {@link init}. */
export function initFormsSync(source: ArrayBuffer | ArrayBufferView | WasmModule): void {
  formEngine().initialiseSync(source);
}

/** Starts the module for tables, which `sphinx-case/csv` uses, from `table.wasm`; otherwise as {@link init}. */
export function initTables(source: WasmSource | PromiseLike<WasmSource>): Promise<void> {
  return tableEngine().initialise(() => fetchModule(source));
}

/** Starts the module for tables synchronously, from its bytes or the compiled module; otherwise as {@link init}. */
export function initTablesSync(source: ArrayBuffer | ArrayBufferView | WasmModule): void {
  tableEngine().initialiseSync(source);
}

export * from "./api.js";
export type { WasmModule, WasmResponse, WasmSource, WasmUrl } from "./wasm/fetch-module.js";
