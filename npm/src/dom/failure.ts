/** What a form does when the WebAssembly cannot start. */

import { find, make, prepend } from "./elements.js";

/** The values of `method` that a browser knows. It takes any other value, and none, as `get`. */
const METHODS = /^(?:get|post|dialog)$/i;

/**
 * Shows why the form is not validated, and prevents that the browser puts its values into the address, where they get into
 * histories and logs: that is what it does with a form that has no method. One with a method is posted as usual.
 */
export function handleFailure(element: HTMLFormElement, message: string, controller: AbortController): void {
  console.error(message);
  let notice = find(element, "failure");
  const show = () => {
    if (!notice) {
      notice = make("p");
      notice.setAttribute("role", "alert");
      prepend(element, notice);
    }
    notice.textContent = message;
    notice.hidden = false;
  };
  if (notice) show();
  element.addEventListener(
    "submit",
    (event) => {
      const method = event.submitter?.getAttribute("formmethod") ?? element.getAttribute("method") ?? "";
      if (METHODS.test(method)) return;
      event.preventDefault();
      show();
    },
    controller,
  );
}
