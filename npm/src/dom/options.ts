/** The parameters and the result of binding a form of a page. */

import type { IgnoredNames } from "../form/ignored.js";
import type { CaseFormOptions } from "../form/options.js";
import type { CaseForm } from "../form/store.js";
import type { SubmitHandler } from "../form/submit.js";
import type { SphinxCaseError } from "../wasm/errors.js";

/** Options of `bindCaseForm`. */
export interface BindOptions extends CaseFormOptions {
  /** An existing form. By default one is created with the other options. */
  readonly form?: CaseForm | undefined;
  /** Sends the payload. By default the browser posts the form, if there are no errors. */
  readonly submit?: SubmitHandler | undefined;
  /** The element for the summary of errors. By default it is `[data-case-summary]` in the form, or is made. */
  readonly summary?: HTMLElement | undefined;
  /**
   * Names of inputs that are not fields of the request, although they begin like one, such as `customer_note`. They are ignored.
   * Names that do not begin like a field are ignored anyway.
   */
  readonly ignore?: IgnoredNames | undefined;
  /**
   * Whether inputs with an error are also invalid for the browser (`:invalid`, `validity`).
   * @default true
   */
  readonly validity?: boolean | undefined;
}

/** The names of the options that only `bindCaseForm` has. */
export const BIND_OPTIONS = { form: 0, submit: 0, summary: 0, ignore: 0, validity: 0 } satisfies Record<
  Exclude<keyof BindOptions, keyof CaseFormOptions>,
  0
>;

/** A bound form. */
export interface CaseFormBinding {
  /** The form; undefined if the WebAssembly could not start. */
  readonly form: CaseForm | undefined;
  /** Why the WebAssembly could not start. The browser then posts the form as usual. */
  readonly failure: SphinxCaseError | undefined;
  /** Takes over rows and inputs that other code has added or removed. */
  refresh(): void;
  /** Unbinds the form; the browser then handles it as usual. */
  dispose(): void;
}
