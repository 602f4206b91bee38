/** What binding a form of a page takes and returns. */

import type { CaseFormOptions } from "../form/options.js";
import type { CaseForm } from "../form/store.js";
import type { SubmitHandler } from "../form/submit.js";
import type { SphinxCaseError } from "../wasm/errors.js";

/** How a form in a page is bound. */
export interface BindOptions extends CaseFormOptions {
  /** A store that is there already. Without one, `createCaseForm` makes one with the same options. */
  readonly form?: CaseForm | undefined;
  /** Sends the payload. Without one the browser posts the form as it always would, when there are no errors. */
  readonly submit?: SubmitHandler | undefined;
  /** The element for the summary of errors, instead of `[data-case-summary]` in the form. */
  readonly summary?: HTMLElement | undefined;
  /**
   * Whether inputs with an error are invalid for the browser, too (`:invalid`, `validity`).
   * @default true
   */
  readonly validity?: boolean | undefined;
}

/** A form that is bound. */
export interface CaseFormBinding {
  /** The store; undefined when the WebAssembly could not start. */
  readonly form: CaseForm | undefined;
  /** Why it could not start. The form is an ordinary one then, which the browser posts. */
  readonly failure: SphinxCaseError | undefined;
  /** Tells that other code has added or removed rows or inputs. */
  refresh(): void;
  /** Ends it: the form is an ordinary one again. */
  dispose(): void;
}
