/**
 * `sphinx-case/dom`: a plain HTML form becomes a live one. It stays what it is where scripts or WebAssembly do not run.
 *
 * Inputs, selects, textareas, radio buttons and boxes are fields by their `name`: `customer.full_name`,
 * `checks[0].check_type`. What they hold at the start is the start, unless `initial` or `restore` says otherwise; names that
 * are none of the request's are passed over. A box that is not ticked says no. A `disabled` input is left out, as a browser
 * leaves it out; a list of documents needs one input for each, named `document_ids[0]`. A `maxlength` of the author's stays,
 * but it counts UTF-16 units: 255 characters, which the server takes, can be 510 of them.
 *
 * - `data-case-issues="NAME"`: where the issues of a field, group or list go (`""`: of the request). Where there is none, one
 *   is made before the input, or behind the legend of radio buttons. In it are `p.case-error` and `p.case-warning`.
 * - `data-case-summary`: where a submit that failed lists all errors, with links. Otherwise that is made at the top.
 * - `fieldset data-case-include="customer"`: enabled it is part of the request even when it is empty, disabled it is not.
 * - `template data-case-rows="checks"`: one element that is copied for each row, with names `checks[].check_type`; in it may be
 *   one for `checks[].document_ids`. In `id`, `for`, `list` and `aria-*` (not `aria-label`) `[]` or `{row}` becomes an id that
 *   the row keeps. Rows go into `data-case-list="checks"`, or before the template. A row in the HTML has `data-case-row`.
 * - Buttons: `data-case-append="checks"`; in a row `data-case-remove`, `data-case-duplicate`, `data-case-up`, `data-case-down`.
 *   `data-case-number` holds the number of its row.
 * - `data-case-failure`: shown, with the reason, when the WebAssembly cannot start. The browser posts the form then.
 *
 * A button with `formnovalidate` posts without a check. Inputs outside of the `form` element (`form="…"`) are read on submit.
 */

import { bind } from "./dom/binding.js";
import { findControls, textOf } from "./dom/controls.js";
import { find } from "./dom/elements.js";
import { isOut } from "./dom/inclusion.js";
import type { BindOptions, CaseFormBinding } from "./dom/options.js";
import { createCaseForm } from "./form/create.js";
import { SphinxCaseError } from "./wasm/errors.js";

export type { BindOptions, CaseFormBinding } from "./dom/options.js";
export type { CaseFormOptions } from "./form/options.js";
export { CaseForm } from "./form/store.js";
export type { SubmitHandler, SubmitResult } from "./form/submit.js";

/**
 * Makes a form live.
 *
 * @throws TypeError when an option makes no sense, or an input is named like a field that the request does not have.
 */
export function bindCaseForm(element: HTMLFormElement, options: BindOptions = {}): CaseFormBinding {
  const controller = new AbortController();
  // Posted by the browser, an unticked box would be absent, and absent is what the server takes for granted.
  element.addEventListener(
    "formdata",
    ({ formData }) => {
      for (const [name, own] of findControls(element))
        if (textOf(own) === "false" && !isOut(own)) formData.set(name, "false");
    },
    controller,
  );
  const { submit, summary, validity, ...formOptions } = options;
  let failure: SphinxCaseError;
  try {
    return bind(element, options.form ?? createCaseForm(formOptions), options, controller);
  } catch (error) {
    if (!(error instanceof SphinxCaseError)) throw error;
    failure = error;
  }
  const { message } = failure;
  console.error(message);
  const notice = find(element, "failure");
  if (notice) {
    notice.textContent = message;
    notice.hidden = false;
  }
  return { form: undefined, failure, refresh() {}, dispose: () => controller.abort() };
}
