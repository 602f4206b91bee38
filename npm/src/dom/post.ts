/** A form that the browser posts: it is in progress until an event ends it, because a server can take any time. */

/** The Navigation API, where the browser has it. */
declare const navigation: EventTarget | undefined;

/**
 * Waits for the end of the post that begins with a submit event. Rejects with an AbortError if it was stopped: the request may have
 * arrived.
 */
export function waitForPost(element: HTMLFormElement, event: SubmitEvent): Promise<void> {
  const ended = new AbortController();
  return new Promise<void>((resolve, reject) => {
    const abort = () => reject(new DOMException("the page was not left", "AbortError"));
    const listen = (target: EventTarget, name: string, listener: (event: Event) => void) =>
      target.addEventListener(name, listener, ended);
    // The page was left, and the user has come back to it.
    listen(window, "pageshow", (shown) => (shown as PageTransitionEvent).persisted && resolve());
    // Loading was stopped. Only Chromium fires the event; in the others the key tells, or the next change of the form.
    if (typeof navigation !== "undefined") listen(navigation, "navigateerror", abort);
    listen(window, "keydown", (key) => (key as KeyboardEvent).key === "Escape" && abort());
    // Nothing tells that the response was a file, or empty. A form that is changed is another request.
    listen(element, "input", () => resolve());
    const submitter = event.submitter as HTMLButtonElement | null;
    const target = submitter?.getAttribute("formtarget") ?? element.target;
    // The response is for another window: this one is used again when the user returns to it.
    if (target && !/^_(self|parent|top)$/i.test(target)) listen(window, "focus", () => resolve());
    setTimeout(() => {
      // Another listener of the page has handled the event, or closes a dialog.
      if (event.defaultPrevented || (submitter?.getAttribute("formmethod") ?? element.method) === "dialog") resolve();
    });
  }).finally(() => ended.abort());
}
