/**
 * `sphinx-case`: validates case requests, adds default values, builds payloads, and runs forms.
 *
 * This entry contains its WebAssembly and starts it synchronously on the first call, so it works in every runtime and bundler
 * without configuration. A plain, valid object needs no WebAssembly. Importing it has no side effects.
 */

import { engine } from "./wasm/core-engine.js";
import { formEngine } from "./wasm/form-engine.js";

export * from "./api.js";

/**
 * Compiles the core before the first call, without blocking. Required only in Chromium before version 114, which compiles
 * large modules on the main thread only asynchronously. Further calls do nothing.
 *
 * @throws SphinxCaseError when there is no WebAssembly, or it may not be compiled.
 */
export async function init(): Promise<void> {
  await engine().initialise();
}

/** The same for the module for forms, `parseFormData` and `mapServerErrors`. */
export async function initForms(): Promise<void> {
  await formEngine().initialise();
}
