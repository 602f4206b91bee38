/** Copy buttons: they copy, say so on the button and to screen readers, and say it when they could not. */
import { t } from "./language.js";
import { confirm } from "./status.js";

const SHOWN_FOR = 2000;

/** @param read gives the text to copy @param what the key of the words that name it, for the messages */
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

/** The older way, through a selection; the focus goes back to where it was. */
function copyBySelection(text, button) {
  const before = document.activeElement;
  const carrier = document.createElement("textarea");
  carrier.value = text;
  carrier.className = "visually-hidden";
  // Beside the button: what is outside of an open dialog cannot be selected.
  button.after(carrier);
  carrier.select();
  const copied = document.execCommand("copy");
  carrier.remove();
  before?.focus?.({ preventScroll: true });
  return copied;
}
