/** Submitting from a component. */

import { useCallback, useEffect, useRef } from "react";
import { idOf } from "../form/props.js";
import type { CaseForm } from "../form/store.js";
import type { SubmitHandler, SubmitResult } from "../form/submit.js";

/** How to go on after a submit that failed. */
export interface CaseSubmitOptions {
  /**
   * What gets the focus when there are errors: the `first` input that has one, or `none`, where a summary takes it.
   * @default "first"
   */
  readonly focus?: "first" | "none" | undefined;
}

/** For `<form noValidate onSubmit={submit}>`, or to be called at a click. */
export type CaseSubmit = (event?: { preventDefault(): void }) => Promise<SubmitResult>;

/**
 * Submits the form: see `CaseForm.submit`. The function is the same in every render, and calls the handler of the last one.
 * What became of it, `useCaseState` tells too: `submitting`, `submitted`, `failure`.
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
