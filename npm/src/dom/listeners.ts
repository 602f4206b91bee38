/** The events of a form in a page: typing, leaving a field, buttons of rows, submit and reset. */

import { findRejected } from "../form/inputs.js";
import { afterPress, watchPresses } from "../form/press.js";
import type { CaseForm } from "../form/store.js";
import type { SubmitHandler } from "../form/submit.js";
import type { Control } from "./controls.js";
import { includeOffered } from "./inclusion.js";
import { waitForPost } from "./post.js";
import { pressRowButton } from "./row-buttons.js";
import type { Sync } from "./sync.js";

/** What the listeners work on. They are removed when the controller aborts. */
interface Listening {
  readonly element: HTMLFormElement;
  readonly form: CaseForm;
  readonly sync: Sync;
  readonly controller: AbortController;
}

/** Starts all listeners. Rows that come and go are announced in `status`. */
export function listen(listening: Listening, submit: SubmitHandler | undefined, status: HTMLElement): void {
  const { element, form, sync, controller } = listening;
  listenToTyping(listening);
  listenToLeaving(listening);
  listenToSubmit(listening, submit);
  listenToReset(listening);
  element.addEventListener(
    "click",
    (event) => {
      const button = (event.target as Element).closest("button");
      if (!button) return;
      sync.isAdding = button.dataset.caseAppend !== undefined;
      if (pressRowButton(element, form, button, status)) event.preventDefault();
      sync.isAdding = false;
    },
    controller,
  );
  // Browsers restore what was in the inputs when the user comes back to the page.
  window.addEventListener("pageshow", () => sync.takeAll(), controller);
}

function listenToTyping({ element, sync, controller }: Listening): void {
  for (const name of ["input", "change", "compositionend"])
    element.addEventListener(
      name,
      (event) => {
        const controls = sync.controls.get((event.target as Control).name);
        if (controls && !(event as InputEvent).isComposing) sync.take(controls);
      },
      controller,
    );
}

/** Marks fields as left. While a pointer is pressed this waits: see `form/press.ts`. */
function listenToLeaving({ element, form, sync, controller }: Listening): void {
  controller.signal.addEventListener("abort", watchPresses());
  element.addEventListener(
    "focusout",
    (event) => {
      const controls = sync.controls.get((event.target as Control).name);
      if (sync.isUpdating || !controls || controls.includes(event.relatedTarget as Control)) return;
      sync.take(controls);
      const [control] = controls;
      afterPress(() => {
        if (!controller.signal.aborted && control.isConnected && sync.controls.has(control.name))
          form.blur(control.name);
      });
    },
    controller,
  );
}

function listenToSubmit({ element, form, sync, controller }: Listening, submit: SubmitHandler | undefined): void {
  element.addEventListener(
    "submit",
    (event) => {
      if (event.defaultPrevented || (event.submitter as HTMLButtonElement | null)?.formNoValidate) return;
      sync.takeAll();
      includeOffered(form, sync.controls);
      // The form has `noValidate`, so the inputs that are not fields of the request are checked here.
      const rejected = findRejected(element.elements as Iterable<unknown> as Iterable<Control>, ({ name }) =>
        sync.controls.has(name),
      );
      if (rejected && form.build().ok) {
        event.preventDefault();
        rejected.reportValidity();
        return;
      }
      let isPosted = false;
      const post = () => {
        isPosted = true;
        return waitForPost(element, event);
      };
      form.submit(submit ?? post).then((result) => {
        if (result.status === "failed") reportError(result.error);
        const hasFailed = result.status === "failed" || result.status === "unknown";
        if (hasFailed && !controller.signal.aborted) sync.showSummary(sync.controls, true);
      });
      if (!isPosted) event.preventDefault();
    },
    controller,
  );
}

function listenToReset({ element, form, sync, controller }: Listening): void {
  element.addEventListener(
    "reset",
    (event) =>
      // Later, when the browser has reset the inputs.
      setTimeout(() => {
        if (event.defaultPrevented || controller.signal.aborted) return;
        sync.forget();
        sync.update(() => {
          form.reset();
          sync.include();
        });
      }),
    controller,
  );
}
