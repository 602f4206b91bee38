/** Creates forms. */

import { formEngine } from "../wasm/form-engine.js";
import type { CaseFormOptions } from "./options.js";
import { CaseForm } from "./store.js";

/**
 * Creates a form for one case request: a store with all its fields and issues, which needs no framework. It runs on a
 * WebAssembly module of its own (`form.wasm`), which only bundles with a form contain.
 *
 * ```ts
 * const form = createCaseForm({ initial: { auto_start: false } });
 * form.subscribe((snapshot) => console.log(snapshot.shown.map(({ name, message }) => `${name}: ${message}`)));
 * form.set("customer.full_name", "Ada Lovelace");
 * await form.submit(({ body }) => fetch("/my-backend/cases", { method: "POST", body }));
 * ```
 *
 * @throws TypeError when an option is invalid, or `initial` is not a request.
 * @throws SphinxCaseError when the WebAssembly cannot run.
 */
export function createCaseForm(options?: CaseFormOptions): CaseForm {
  return new CaseForm(formEngine(), options);
}
