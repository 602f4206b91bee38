/** Submitting: once at a time, with nothing lost when it fails. */

import type { Issue } from "../generated/types.js";
import type { BuildResult, BuiltPayload } from "../request/results.js";
import type { SubmitState } from "./state.js";

/**
 * Sends the payload. A `Response` (or anything with `ok`, `status` and `text()`) that is not `ok` is read, and what the server
 * says is shown at the fields. Any other answer means that it came through. What is thrown is a failure to be tried again.
 */
export type SubmitHandler = (built: BuiltPayload) => unknown;

/** What became of a submit. */
export type SubmitResult =
  /** It came through. `value` is what the handler answered. */
  | { readonly status: "submitted"; readonly value: unknown }
  /** There are errors, and nothing was sent. `first` is the place to go to. */
  | { readonly status: "invalid"; readonly issues: readonly Issue[]; readonly first: string | undefined }
  /** The server has said no: its issues are among those of the form. */
  | { readonly status: "rejected"; readonly response: ResponseLike; readonly first: string | undefined }
  /** The handler threw. Every value is still there. Whether the request arrived is not known. */
  | { readonly status: "failed"; readonly error: unknown }
  /** Another submit is under way, and this one was not begun. */
  | { readonly status: "busy" };

/** What of a `Response` is looked at. */
export interface ResponseLike {
  readonly ok: boolean;
  readonly status: number;
  text(): PromiseLike<string>;
}

/** What submitting asks of the form. */
export interface Submitting {
  isBusy(): boolean;
  event(): void;
  build(): BuildResult;
  state(state: SubmitState): void;
  serverErrors(status: number, body: unknown): void;
  /** Tells those who wait for it of the first problem, and answers its place. */
  pointOut(): string | undefined;
}

/** One submit from the check to the answer. */
export async function submitForm(form: Submitting, handler: SubmitHandler): Promise<SubmitResult> {
  if (form.isBusy()) return { status: "busy" };
  form.event();
  const built = form.build();
  if (!built.ok) return { status: "invalid", issues: built.issues, first: form.pointOut() };
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
    return { status: "rejected", response: value, first: form.pointOut() };
  } catch (error) {
    form.state({ submitting: false, submitted: false, failure: error ?? new Error("the handler threw nothing") });
    return { status: "failed", error };
  }
}

function isResponse(value: unknown): value is ResponseLike {
  const response = value as Partial<ResponseLike> | null | undefined;
  return (
    typeof response?.ok === "boolean" && typeof response.status === "number" && typeof response.text === "function"
  );
}
