/**
 * `sphinx-case/dom`: validates an HTML form while the user fills it in. Without scripts or WebAssembly the browser posts the
 * form as usual.
 *
 * The fields are inputs, selects, textareas, radio buttons and checkboxes with the names of the request:
 * `customer.full_name`, `checks[0].check_type`. Other names are ignored, as are fields that the `revision` of the form does not
 * document. The values in the HTML are the initial ones, unless
 * `initial` or `restore` is passed. An unchecked box means false. A disabled input is left out of the request, as in a native
 * post. Each document ID needs an input of its own (`document_ids[0]`). A `maxlength` in the HTML is kept, but it counts
 * UTF-16 units: 255 characters, which the API accepts, can be 510 units.
 *
 * - `data-case-issues="NAME"`: the element for the issues of a field, group or list (`""`: of the request). If there is none,
 *   one is made before the input, or after the legend of radio buttons. It contains `p.case-error` and `p.case-warning`.
 * - `data-case-summary`: the element for the list of all errors after a failed submit: each is a link. If there is none, one is
 *   made at the top.
 * - `fieldset data-case-include="customer"`: while enabled it is part of the request even if it is empty; while disabled it
 *   is left out.
 * - `template data-case-rows="checks"`: has one element, which is copied for each row, with names such as
 *   `checks[].check_type`. It may contain a template for `checks[].document_ids`. In `id`, `for`, `list` and `aria-*` (except
 *   `aria-label`) `[]` or `{row}` is replaced by an id that the row keeps. Rows are inserted into `data-case-list="checks"`, or
 *   before the template. A row that is already in the HTML has `data-case-row`.
 * - Buttons: `data-case-append="checks"`; in a row `data-case-remove`, `data-case-duplicate`, `data-case-up` and
 *   `data-case-down`. `data-case-number` shows the number of its row.
 * - `data-case-note`: in a label, what is not part of the name of the field in the summary, such as "optional".
 * - `data-case-failure`: shown, with the reason, if the WebAssembly cannot start. The browser then posts the form; if it
 *   has no `method`, nothing is sent, because a browser would put the values into the address.
 *
 * A button with `formnovalidate` posts without validation. Inputs outside the `form` element (`form="…"`) are read on submit.
 */

import { bind } from "./dom/binding.js";
import { findControls, textOf } from "./dom/controls.js";
import { handleFailure } from "./dom/failure.js";
import { isDisabled } from "./dom/inclusion.js";
import { BIND_OPTIONS, type BindOptions, type CaseFormBinding } from "./dom/options.js";
import { requireFormOptions } from "./form/core-input.js";
import { createCaseForm } from "./form/create.js";
import { ignoredNames } from "./form/ignored.js";
import { SphinxCaseError } from "./wasm/errors.js";

export type { BindOptions, CaseFormBinding } from "./dom/options.js";
export type { IgnoredNames } from "./form/ignored.js";
export type { CaseFormOptions } from "./form/options.js";
export { CaseForm } from "./form/store.js";
export type { SubmitHandler, SubmitResult } from "./form/submit.js";

/**
 * Binds an HTML form to a case form: validates it as the user fills it in, and shows the issues.
 *
 * ```ts
 * bindCaseForm(document.querySelector("#case"), {
 *   submit: ({ body }) => fetch("/my-backend/cases", { method: "POST", body }),
 * });
 * ```
 *
 * @throws TypeError when an option is invalid, or an input is named like a field that the request does not have.
 */
export function bindCaseForm(element: HTMLFormElement, options: BindOptions = {}): CaseFormBinding {
  requireFormOptions(options, BIND_OPTIONS);
  const { form: existing, submit, summary, validity, ignore, ...formOptions } = options;
  const isIgnored = ignoredNames(ignore);
  const controller = new AbortController();
  // Browsers do not post unchecked boxes, and the API would use its default value instead.
  element.addEventListener(
    "formdata",
    ({ formData }) => {
      for (const [name, controls] of findControls(element, isIgnored))
        if (textOf(controls) === "false" && !isDisabled(controls)) formData.set(name, "false");
    },
    controller,
  );
  let failure: SphinxCaseError;
  try {
    const form = existing ?? createCaseForm(formOptions);
    return bind({ element, form, isIgnored, controller }, options);
  } catch (error) {
    if (!(error instanceof SphinxCaseError)) throw error;
    failure = error;
  }
  handleFailure(element, failure.message, controller);
  return { form: undefined, failure, refresh() {}, dispose: () => controller.abort() };
}
