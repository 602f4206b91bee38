/** The events of a form in a page: typing, leaving a field, buttons of rows, submit and reset. */

import type { CaseForm } from "../form/store.js";
import type { SubmitHandler } from "../form/submit.js";
import type { Control } from "./controls.js";
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

/** While the pointer is down, a field is not left: an issue that appears would move the button away from under the pointer. */
function listenToLeaving({ element, form, sync, controller }: Listening): void {
  let isPressed = false;
  let left: string[] = [];
  const leave = () => {
    isPressed = false;
    sync.update(() => {
      for (const name of left) if (form.getSnapshot().fields.has(name)) form.blur(name);
    });
    left = [];
  };
  element.addEventListener(
    "pointerdown",
    () => {
      isPressed = true;
    },
    controller,
  );
  for (const name of ["pointerup", "pointercancel"]) window.addEventListener(name, () => setTimeout(leave), controller);
  element.addEventListener(
    "focusout",
    (event) => {
      const controls = sync.controls.get((event.target as Control).name);
      if (sync.isUpdating || !controls || controls.includes(event.relatedTarget as Control)) return;
      left.push(controls[0].name);
      if (!isPressed) leave();
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
      let isPosted = false;
      const post = () => {
        isPosted = true;
        return waitForPost(element, event);
      };
      form.submit(submit ?? post).then((result) => {
        if (result.status === "failed") reportError(result.error);
        else if (result.status === "unknown" && !controller.signal.aborted) sync.showSummary(sync.controls, true);
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
