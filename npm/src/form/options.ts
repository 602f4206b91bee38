/** The options of a form, and the types of what its methods take. */

import type { CaseInputs, CaseOptions, RevisionName, Severity } from "../generated/types.js";
import type { MessageOverrides } from "../issues/message.js";

/**
 * When the issues of a field are shown: after the user has `left` it (then at every change until it is valid), after its value
 * has `changed`, after the form was `submitted`, or `always`.
 */
export type ShowPolicy = "left" | "changed" | "submitted" | "always";

/** Options of `createCaseForm`. All except `initial`, `restore` and `idPrefix` can be changed later with `configure`. */
export interface CaseFormOptions extends CaseOptions {
  /** The initial request: an object or JSON text. A field is dirty if it differs from it. */
  readonly initial?: CaseInputs[RevisionName] | string | undefined;
  /** Texts from `draft()`, which replace the initial ones. Any other text is a TypeError. */
  readonly restore?: string | undefined;
  /**
   * When issues are shown.
   * @default "left"
   */
  readonly show?: ShowPolicy | undefined;
  /**
   * Whether missing fields are not reported before the first submit.
   * @default true
   */
  readonly draft?: boolean | undefined;
  /**
   * The beginning of the ids in `field(…)`: forms on the same page need different ones. `useCaseForm` takes it from `useId`.
   * @default "case"
   */
  readonly idPrefix?: string | undefined;
  /** Your own messages for single codes or fields: see {@link MessageOverrides}. */
  readonly messages?: MessageOverrides | undefined;
}

/** Whether a place is part of the request: if it is not empty (`auto`), even if it is empty (`always`), or not (`never`). */
export type Include = "auto" | "always" | "never";

/** An issue that your own check returns for a field. */
export interface ExternalIssue {
  /** The message, in the language of the user. It is shown unchanged. */
  readonly message: string;
  /** @default "error" */
  readonly severity?: Severity | undefined;
  /** The HTTP status of the response with the issue, if there was one. */
  readonly status?: number | undefined;
  /** Your own code, for `server_code` in the params. */
  readonly code?: string | undefined;
}
