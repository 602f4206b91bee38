"use client";
/**
 * `sphinx-case/react`: a case form in React 18 and later. A component renders again only when what it shows has changed:
 *
 * ```tsx
 * const form = useCaseForm({ initial: { case_config: "kyc" } });      // the form; its component is not rendered for it
 * const { input, issues } = useCaseField(form, "customer.full_name"); // a field: <input {...input} />
 * const { rows, append } = useCaseRows(form, "checks");               // a list: rows.map(({ key, path }) => …)
 * const canSend = useCaseState(form, ({ submitting }) => !submitting); // anything else of the snapshot
 * const submit = useCaseSubmit(form, ({ body }) => fetch("/my-backend/cases", { method: "POST", body }));
 * ```
 *
 * It runs on the server too (`renderToString` and the like), and hydrates to the same HTML.
 */

export { type CaseField, type InputHandlers, useCaseField } from "./react/field.js";
export { useCaseForm } from "./react/form.js";
export { type CaseRow, type CaseRows, useCaseRows } from "./react/rows.js";
export { useCaseState } from "./react/state.js";
export { type CaseSubmit, type CaseSubmitOptions, useCaseSubmit } from "./react/submit.js";
