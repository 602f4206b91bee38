/** Copy buttons. They show on the button, and announce, whether the text was copied. */
import { t } from "./language.js";
import { confirm } from "./status.js";

/** How long the button shows the result, in milliseconds. */
const SHOWN_FOR = 2000;

/** @param read returns the text to copy @param what the key of its name in the messages */
export function copyButton(button, what, read) {
  let timer;
  button.addEventListener("click", async () => {
    const copied = await copy(read(), button);
    button.textContent = t(copied ? "copied" : "not_copied");
    confirm(t(copied ? "was_copied" : "could_not_copy", { what: t(what) }));
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = t(button.dataset.text);
    }, SHOWN_FOR);
  });
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No permission, or a page without a secure origin.
    return copyBySelection(text, button);
  }
}

/** Copies by a selection, for older browsers. The focus is restored. */
function copyBySelection(text, button) {
  const before = document.activeElement;
  const carrier = document.createElement("textarea");
  carrier.value = text;
  carrier.className = "visually-hidden";
  // Next to the button: text outside an open dialog cannot be selected.
  button.after(carrier);
  carrier.select();
  const copied = document.execCommand("copy");
  carrier.remove();
  before?.focus?.({ preventScroll: true });
  return copied;
}
