/** How a form is made, and what it is told. */

import type { CaseInput, CaseOptions, Severity } from "../generated/types.js";
import type { MessageOverrides } from "../issues/message.js";

/** When issues are shown: when a field was `left` (then at every key until it is right), when it has `changed`, once `submitted`, or `always`. */
export type ShowPolicy = "left" | "changed" | "submitted" | "always";

/** How a form behaves. All of it can be changed later with `configure`, but for `initial` and `restore`. */
export interface CaseFormOptions extends CaseOptions {
  /** The request that the form starts with: an object or JSON text. What the person changes is measured by it. */
  readonly initial?: CaseInput | string | undefined;
  /** What was typed before, as `draft()` gave it. A text that is no draft is a TypeError. */
  readonly restore?: string | undefined;
  /**
   * When issues are shown.
   * @default "left"
   */
  readonly show?: ShowPolicy | undefined;
  /**
   * Whether the form is a draft until it is first submitted: what is merely missing is no issue before.
   * @default true
   */
  readonly draft?: boolean | undefined;
  /** Words of one's own for single messages: see {@link MessageOverrides}. */
  readonly messages?: MessageOverrides | undefined;
}

/** Whether a place is part of the request: when something is in it (`auto`), even when it is empty (`always`), or not (`never`). */
export type Include = "auto" | "always" | "never";

/** What a check of one's own, or a server, says of a field. */
export interface SaidIssue {
  /** What is said, in the person's language. It is shown as it is. */
  readonly message: string;
  /** @default "error" */
  readonly severity?: Severity | undefined;
  /** The status of the answer that said it, if there was one. */
  readonly status?: number | undefined;
  /** A code of the speaker's own, which goes into the params as `server_code`. */
  readonly code?: string | undefined;
}
