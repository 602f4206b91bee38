"use client";
/**
 * `sphinx-case/react`: case forms in React 18 and later. A component is rendered again only if what it reads has changed:
 *
 * ```tsx
 * const form = useCaseForm({ initial: { case_config: "kyc" } });      // the form; its changes do not render this component
 * const { input, issues } = useCaseField(form, "customer.full_name"); // a field: <input {...input} />
 * const { rows, append } = useCaseRows(form, "checks");               // a list: rows.map(({ key, path }) => …)
 * const canSend = useCaseState(form, ({ submitting }) => !submitting); // any part of the snapshot
 * const submit = useCaseSubmit(form, ({ body }) => fetch("/my-backend/cases", { method: "POST", body }));
 * ```
 *
 * It also runs on the server (`renderToString` and similar functions), and hydrates to the same HTML.
 */

export { type CaseField, type InputHandlers, useCaseField } from "./react/field.js";
export { useCaseForm } from "./react/form.js";
export { type CaseRow, type CaseRows, useCaseRows } from "./react/rows.js";
export { useCaseState } from "./react/state.js";
export { type CaseSubmit, type CaseSubmitOptions, useCaseSubmit } from "./react/submit.js";
