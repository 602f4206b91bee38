/**
 * `sphinx-case/lazy`: binds an HTML form as `sphinx-case/dom` does, but loads the code for it with a dynamic `import()`. A page
 * first loads less than 2 KB, and nothing that the user does before the rest has arrived is lost: texts stay, and presses of the
 * buttons of rows and a submit are carried out once the form is bound.
 *
 * Only forms need this entry. For `validate` and `buildPayload` alone write `await import("sphinx-case")` where they are called.
 */

import { handleFailure } from "./dom/failure.js";
import type { BindOptions, CaseFormBinding } from "./dom/options.js";
import { keepWaiting } from "./dom/waiting.js";
import { SphinxCaseError } from "./wasm/errors.js";

export type { BindOptions, CaseFormBinding } from "./dom/options.js";

/** Options of `bindCaseFormLazily`: those of `bindCaseForm`, except an existing form, which cannot exist before its code. */
export type LazyBindOptions = Omit<BindOptions, "form">;

/** A form that is bound as soon as its code has been loaded. */
export interface LazyCaseFormBinding {
  /**
   * Resolves once the form is bound, or with a `failure` if the code could not be loaded or the WebAssembly could not start; with
   * undefined if it was disposed before. Rejects with the TypeError that `bindCaseForm` throws.
   */
  readonly ready: Promise<CaseFormBinding | undefined>;
  /** Unbinds the form, or prevents that it is bound; the browser then handles it as usual. */
  dispose(): void;
}

/**
 * Loads the code and binds the form.
 *
 * ```ts
 * const { ready } = bindCaseFormLazily(document.querySelector("#case"), {
 *   submit: ({ body }) => fetch("/my-backend/cases", { method: "POST", body }),
 * });
 * ready.then((binding) => binding?.form?.subscribe(({ valid }) => console.log(valid)));
 * ```
 */
export function bindCaseFormLazily(element: HTMLFormElement, options: LazyBindOptions = {}): LazyCaseFormBinding {
  const waiting = keepWaiting(element);
  const controller = new AbortController();
  let bound: CaseFormBinding | undefined;

  const load = async (): Promise<CaseFormBinding | undefined> => {
    let binding: CaseFormBinding;
    try {
      const { bindCaseForm } = await import("./dom.js").catch((cause) => {
        throw new SphinxCaseError(
          "not_loaded",
          `The code of this form could not be loaded, so it is not checked here. Nothing that was typed is lost. (${cause})`,
          cause,
        );
      });
      if (controller.signal.aborted) return undefined;
      binding = bindCaseForm(element, options);
    } catch (failure) {
      const repeat = waiting.end();
      if (controller.signal.aborted) return undefined;
      if (!(failure instanceof SphinxCaseError)) throw failure;
      handleFailure(element, failure.message, controller);
      repeat();
      return { form: undefined, failure, refresh() {}, dispose: () => controller.abort() };
    }
    bound = binding;
    waiting.end()();
    return binding;
  };

  return {
    ready: load(),
    dispose() {
      waiting.end();
      controller.abort();
      bound?.dispose();
    },
  };
}
