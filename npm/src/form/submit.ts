/** Submitting a form: one submit at a time, and no value is lost if it fails. */

import type { Issue } from "../generated/types.js";
import type { BuildResult, BuiltPayload } from "../request/results.js";
import type { SubmitState } from "./state.js";

/**
 * Sends the payload. If it returns a `Response` (or an object with `ok`, `status` and `text()`) that is not `ok`, its issues
 * are assigned to their fields. Any other return value means success. If it throws, the submit has failed and can be retried.
 *
 * ```ts
 * const send: SubmitHandler = ({ body }) => fetch("/my-backend/cases", { method: "POST", body });
 * ```
 */
export type SubmitHandler = (built: BuiltPayload) => unknown;

/** The result of a submit. */
export type SubmitResult =
  /** The handler succeeded and returned `value`. */
  | { readonly status: "submitted"; readonly value: unknown }
  /** There are errors, and nothing was sent. `first` is the name of the first field to correct. */
  | { readonly status: "invalid"; readonly issues: readonly Issue[]; readonly first: string | undefined }
  /** The API rejected the request. Its issues are among those of the form. */
  | { readonly status: "rejected"; readonly response: ResponseLike; readonly first: string | undefined }
  /** The handler threw. All values are kept. The request may or may not have been received. */
  | { readonly status: "failed"; readonly error: unknown }
  /** Another submit is in progress. This one did nothing. */
  | { readonly status: "busy" };

/** The parts of a `Response` that are read. */
export interface ResponseLike {
  readonly ok: boolean;
  readonly status: number;
  text(): PromiseLike<string>;
}

/** The parts of a form that a submit needs. */
export interface SubmittableForm {
  isBusy(): boolean;
  event(): void;
  build(): BuildResult;
  state(state: SubmitState): void;
  serverErrors(status: number, body: unknown): void;
  /** Calls the listeners with the first error and returns the name of its field. */
  reportProblem(): string | undefined;
}

/** Validates, sends the payload and reads the response. */
export async function submitForm(form: SubmittableForm, handler: SubmitHandler): Promise<SubmitResult> {
  if (form.isBusy()) return { status: "busy" };
  form.event();
  const built = form.build();
  if (!built.ok) return { status: "invalid", issues: built.issues, first: form.reportProblem() };
  form.state({ submitting: true, submitted: false, failure: undefined });
  try {
    const value = await handler(built);
    if (!isResponse(value) || value.ok) {
      form.state({ submitting: false, submitted: true, failure: undefined });
      return { status: "submitted", value };
    }
    const body = await value.text();
    form.state({ submitting: false, submitted: false, failure: undefined });
    form.serverErrors(value.status, body);
    return { status: "rejected", response: value, first: form.reportProblem() };
  } catch (error) {
    form.state({
      submitting: false,
      submitted: false,
      failure: error ?? new Error("the submit handler threw undefined"),
    });
    return { status: "failed", error };
  }
}

function isResponse(value: unknown): value is ResponseLike {
  const response = value as Partial<ResponseLike> | null | undefined;
  return (
    typeof response?.ok === "boolean" && typeof response.status === "number" && typeof response.text === "function"
  );
}
