/** Submits a form from a component. */

import { useCallback, useEffect, useRef } from "react";
import { idOf } from "../form/props.js";
import type { CaseForm } from "../form/store.js";
import type { SubmitHandler, SubmitResult } from "../form/submit.js";

/** Options of `useCaseSubmit`. */
export interface CaseSubmitOptions {
  /**
   * What gets the focus if there are errors: the `first` input with an error, or `none`, for example if a summary gets it.
   * @default "first"
   */
  readonly focus?: "first" | "none" | undefined;
}

/** The handler for `<form noValidate onSubmit={submit}>`; it can also be called without an event. */
export type CaseSubmit = (event?: { preventDefault(): void }) => Promise<SubmitResult>;

/**
 * Returns a function that submits the form: see `CaseForm.submit`. It is the same function in every render, and calls the
 * handler of the latest one. `submitting`, `submitted` and `failure` are also in the snapshot: see `useCaseState`.
 */
export function useCaseSubmit(form: CaseForm, handler: SubmitHandler, options: CaseSubmitOptions = {}): CaseSubmit {
  const latest = useRef({ handler, options });
  useEffect(() => {
    latest.current = { handler, options };
  });
  return useCallback(
    async (event) => {
      event?.preventDefault();
      const result = await form.submit((built) => latest.current.handler(built));
      const first = result.status === "invalid" || result.status === "rejected" ? result.first : undefined;
      if (first !== undefined && latest.current.options.focus !== "none") document.getElementById(idOf(first))?.focus();
      return result;
    },
    [form],
  );
}
