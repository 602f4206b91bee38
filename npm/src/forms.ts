/** Forms, and the answers of the server. They run on a module of their own, of which is free who does not use them. */

import type { BuildResult } from "./answers.js";
import type { CaseFormOptions } from "./form/options.js";
import { CaseForm } from "./form/store.js";
import { type FormDataOptions, type PostedForm, postedForm } from "./form-data.js";
import { formEngine } from "./form-engine.js";
import type { Issue } from "./generated/types.js";
import { serverErrors } from "./server-errors.js";

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

/**
 * Reads a posted form, as a page without JavaScript sends it: inputs named `customer.full_name`, `checks[0].check_type`,
 * `document_ids` (one for each). Texts are trimmed, an empty one is absent, digits become integers, `on/true/1` and
 * `off/false/0` booleans, and free JSON is read. A text that cannot be read is an issue at its field.
 *
 * @param form a `FormData`, a `URLSearchParams`, or a list of pairs. A file is an issue: the request has no place for one.
 * @throws TypeError when an option makes no sense, or `form` is no such list. A bad request is never thrown: it is an issue.
 */
export function parseFormData(form: PostedForm, options?: FormDataOptions): BuildResult {
  return postedForm(formEngine(), form, options);
}

/**
 * Maps an answer of the server to issues, in the order of the fields: errors whose `source` is `server` and whose `message`
 * is in the server's words. A message that is known has this library's code (`required`, `blank` …) where its params can be
 * known, any other the code `server`, with the server's own code, if there is one, in its params.
 *
 * Read are the bodies of Django REST Framework, before and since 3.18, and problem details (RFC 9457). Anything else becomes
 * one issue at the root with the beginning of the body. At most 10 000 issues are listed.
 *
 * @param status the HTTP status. From 200 to 299 there are no issues, whatever the body.
 * @param body the body: its text, its bytes in UTF-8, or what JSON.parse made of it. `null` and `undefined` mean that there was none.
 * @throws TypeError when the status is no HTTP status (100 to 599), or the body is a value that JSON cannot carry.
 */
export function mapServerErrors(status: number, body: unknown): Issue[] {
  return serverErrors(formEngine(), status, body);
}
