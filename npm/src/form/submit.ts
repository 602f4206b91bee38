/** Submitting a form: one submit at a time, and no value is lost if it fails. */

import type { Issue } from "../generated/types.js";
import type { BuildResult, BuiltPayload } from "../request/results.js";
import type { SubmitState } from "./state.js";

/**
 * Sends the payload. If it returns a `Response` (or an object with `ok`, `status` and `text()`), its status and body decide the
 * result; the issues of a rejection are assigned to their fields. Any other return value means success. If it throws, the submit
 * has failed and can be retried, unless it threw an error of a lost connection: then the request may have arrived.
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
  /**
   * The case may or may not have been created. All values are kept. Look for the case before you submit again. Either `response`
   * does not tell the outcome: 408, 5xx, or a success whose body is markup, incomplete or not readable. Or the handler threw
   * `error`, an error of `fetch` or of a library that sends (`TypeError`, `AbortError`, `TimeoutError`, `AxiosError`, …).
   */
  | { readonly status: "unknown"; readonly response: ResponseLike | undefined; readonly error: unknown }
  /** The handler threw another error. All values are kept. */
  | { readonly status: "failed"; readonly error: unknown }
  /** Another submit is in progress. This one did nothing. */
  | { readonly status: "busy" };

/** The parts of a `Response` that are read. */
export interface ResponseLike {
  readonly ok: boolean;
  readonly status: number;
  text(): PromiseLike<string>;
  readonly bodyUsed?: boolean;
  /** Without it, the body of a success is not read, so that the caller can read it. */
  clone?(): { text(): PromiseLike<string> };
}

/** The parts of a form that a submit needs. */
export interface SubmittableForm {
  isBusy(): boolean;
  event(): void;
  build(): BuildResult;
  state(state: SubmitState): void;
  serverErrors(status: number, body: unknown): void;
  /** Whether a response with this status and body does not tell if the case was created. */
  isUnknown(status: number, body: string): boolean;
  /** Calls the listeners with the first error and returns the name of its field. */
  reportProblem(): string | undefined;
}

const ENDED: SubmitState = { submitting: false, submitted: false, failure: undefined, outcomeUnknown: false };

/** Validates, sends the payload and reads the response. */
export async function submitForm(form: SubmittableForm, handler: SubmitHandler): Promise<SubmitResult> {
  if (form.isBusy()) return { status: "busy" };
  form.event();
  const built = form.build();
  if (!built.ok) return { status: "invalid", issues: built.issues, first: form.reportProblem() };
  form.state({ ...ENDED, submitting: true });
  let value: unknown;
  try {
    value = await handler(built);
  } catch (error) {
    const isUnknown = mayHaveArrived(form, error);
    const failure = error ?? new Error("the submit handler threw undefined");
    form.state({ ...ENDED, failure, outcomeUnknown: isUnknown });
    return isUnknown ? { status: "unknown", response: undefined, error } : { status: "failed", error };
  }
  if (!isResponse(value)) return submitted(form, value);
  try {
    return await readResponse(form, value);
  } catch (error) {
    form.state({ ...ENDED, failure: error, outcomeUnknown: true });
    return { status: "unknown", response: value, error };
  }
}

function submitted(form: SubmittableForm, value: unknown): SubmitResult {
  form.state({ ...ENDED, submitted: true });
  return { status: "submitted", value };
}

async function readResponse(form: SubmittableForm, response: ResponseLike): Promise<SubmitResult> {
  const { ok, status } = response;
  let body = "";
  let error: unknown;
  try {
    body = await readBody(response);
  } catch (thrown) {
    error = thrown;
  }
  // `Response.error()` and responses of another origin in mode `no-cors` have the status 0.
  const isStatus = status >= 100 && status < 600;
  const isUnknown = !isStatus || (ok && error !== undefined) || form.isUnknown(status, body);
  if (ok && !isUnknown) return submitted(form, response);
  if (isStatus) form.serverErrors(status, body);
  form.state({ ...ENDED, outcomeUnknown: isUnknown });
  if (isUnknown) return { status: "unknown", response, error };
  return { status: "rejected", response, first: form.reportProblem() };
}

/** The body; empty if the handler has read it. Of a success a copy is read, so that the caller can read the body too. */
async function readBody(response: ResponseLike): Promise<string> {
  if (response.bodyUsed) return "";
  return (await (response.ok ? response.clone?.() : response)?.text()) ?? "";
}

/** Errors that `fetch` and the libraries that send requests throw, also after the request has left. */
const NETWORK_ERROR = /^TypeError$|abort|timeout|network|fetch|http|axios/i;

/** Whether a request may have arrived although its handler threw. */
function mayHaveArrived(form: SubmittableForm, error: unknown): boolean {
  const { name, response } = (error ?? {}) as { name?: unknown; response?: { status?: unknown } | null };
  const status = response?.status;
  if (typeof status === "number" && status > 0) return form.isUnknown(status, "");
  return NETWORK_ERROR.test(String(name));
}

function isResponse(value: unknown): value is ResponseLike {
  const response = value as Partial<ResponseLike> | null | undefined;
  return (
    typeof response?.ok === "boolean" && typeof response.status === "number" && typeof response.text === "function"
  );
}
