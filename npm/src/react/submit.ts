/** Submits a form from a component. */

import { useCallback, useEffect, useRef } from "react";
import { findRejected, rejectionOf } from "../form/inputs.js";
import type { CaseForm } from "../form/store.js";
import type { SubmitHandler, SubmitResult } from "../form/submit.js";
import { findInputs, type Input } from "./elements.js";

/** Options of `useCaseSubmit`. */
export interface CaseSubmitOptions {
  /**
   * What gets the focus if there are errors: the `first` input with an error, or `none`, for example if a summary gets it.
   * @default "first"
   */
  readonly focus?: "first" | "none" | undefined;
}

/** The handler for `<form noValidate onSubmit={submit}>`; it can also be called without an event. */
export interface CaseSubmit {
  (event?: { preventDefault(): void; readonly currentTarget?: unknown }): Promise<SubmitResult>;
  /** As the action of a form in React 19: `<form noValidate action={submit}>`. */
  (formData: FormData): Promise<void>;
}

/**
 * Returns a function that submits the form: see `CaseForm.submit`. It is the same function in every render, and calls the
 * handler of the latest one. `submitting`, `submitted` and `failure` are also in the snapshot: see `useCaseState`.
 */
export function useCaseSubmit(form: CaseForm, handler: SubmitHandler, options: CaseSubmitOptions = {}): CaseSubmit {
  const latest = useRef({ handler, options });
  useEffect(() => {
    latest.current = { handler, options };
  });
  const submit = useCallback(
    async (event?: object): Promise<SubmitResult> => {
      const { preventDefault, currentTarget } = (event ?? {}) as Partial<Event>;
      preventDefault?.call(event);
      const own = readRejected(form);
      const elements = (currentTarget as HTMLFormElement | null | undefined)?.elements ?? [];
      // The form has `noValidate`, so the inputs that are not fields of the request are checked here.
      const other = findRejected(elements as Iterable<Element> as Iterable<Input>, (input) => own.has(input));
      if (other && form.build().ok) {
        other.reportValidity();
        return { status: "invalid", issues: [], first: undefined };
      }
      const result = await form.submit((built) => latest.current.handler(built));
      const first = result.status === "invalid" || result.status === "rejected" ? result.first : undefined;
      if (first !== undefined && latest.current.options.focus !== "none") findField(form, first)[0]?.focus();
      return result;
    },
    [form],
  );
  return submit as CaseSubmit;
}

/** Reads the inputs that the browser does not accept: not every change of them is an event. Returns all inputs of the form. */
function readRejected(form: CaseForm): ReadonlySet<Input> {
  const own = new Set<Input>();
  for (const { name, kind, value } of form.getSnapshot().fields.values()) {
    const inputs = kind === "field" ? findField(form, name) : [];
    for (const input of inputs) own.add(input);
    const rejected = inputs.find(rejectionOf);
    if (rejected) form.read(name, rejected, rejected.type === "radio" ? value : undefined);
  }
  return own;
}

const findField = (form: CaseForm, name: string): readonly Input[] =>
  form.getSnapshot().fields.has(name) ? findInputs(form.field(name).input) : [];
