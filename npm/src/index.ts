/**
 * `sphinx-case`: validate a case request, fill in its defaults, build its payload, and fill it in with a form.
 *
 * This entry carries its WebAssembly inside and starts it synchronously on the first call, so that it works in every
 * runtime and bundler without configuration. Importing it does nothing else.
 */

import { engine } from "./wasm/core-engine.js";
import { formEngine } from "./wasm/form-engine.js";

export * from "./api.js";

/**
 * Compiles the core ahead of the first call, without blocking. Never needed, but in Chromium before 114, which compiles
 * only asynchronously on a page's main thread. Calling it again does nothing.
 *
 * @throws SphinxCaseError when WebAssembly is missing, or may not be compiled.
 */
export async function init(): Promise<void> {
  await engine().initialise();
}

/** The same for the module that forms, `parseFormData` and `mapServerErrors` run on. */
export async function initForms(): Promise<void> {
  await formEngine().initialise();
}
