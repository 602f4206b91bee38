/** A form whose code is still being loaded: what the user does meanwhile is kept, and done afterwards. */

const ROW_BUTTONS = ["append", "remove", "duplicate", "up", "down"].map((name) => `[data-case-${name}]`).join();

/** What was kept. */
export interface Waiting {
  /** Stops keeping, and returns a function that does what the user has done, in that order. */
  end(): () => void;
}

/**
 * Keeps presses of the buttons of rows and the last submit. A browser would post the form without validation. What is typed
 * needs no copy: it stays in the inputs, where the binding finds it.
 */
export function keepWaiting(element: HTMLFormElement): Waiting {
  const controller = new AbortController();
  const pressed: HTMLElement[] = [];
  let submit: { readonly submitter: HTMLElement | null } | undefined;
  element.addEventListener(
    "click",
    (event) => {
      const button = (event.target as Element).closest("button");
      if (!button?.matches(ROW_BUTTONS)) return;
      event.preventDefault();
      pressed.push(button);
    },
    controller,
  );
  element.addEventListener(
    "submit",
    (event) => {
      const submitter = event.submitter as HTMLButtonElement | null;
      if (event.defaultPrevented || submitter?.formNoValidate) return;
      event.preventDefault();
      submit = { submitter };
    },
    controller,
  );
  return {
    end() {
      controller.abort();
      return () => {
        for (const button of pressed) if (element.contains(button)) button.click();
        // A button that is no longer one of the form cannot submit it.
        const { submitter } = submit ?? {};
        const isOwn = (submitter as HTMLButtonElement | undefined)?.form === element;
        if (submit) element.requestSubmit(isOwn ? submitter : null);
      };
    },
  };
}
