/** Makes forms. They run on a WebAssembly module of their own, which only bundles that use it contain. */

import { formEngine } from "../wasm/form-engine.js";
import type { CaseFormOptions } from "./options.js";
import { CaseForm } from "./store.js";

/**
 * Makes a form for one case request: a store over the state machine in Rust, without a framework.
 *
 * ```ts
 * const form = createCaseForm({ initial: { case_config: "kyc" } });
 * form.subscribe((snapshot) => console.log(snapshot.shown.map(({ name, message }) => `${name}: ${message}`)));
 * form.set("customer.full_name", "Ada Lovelace");
 * await form.submit(({ body }) => fetch("/my-backend/cases", { method: "POST", body }));
 * ```
 *
 * @throws TypeError when an option makes no sense, or `initial` is no request that a form can hold.
 */
export function createCaseForm(options?: CaseFormOptions): CaseForm {
  return new CaseForm(formEngine(), options);
}
