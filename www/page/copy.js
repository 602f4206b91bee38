/** Copy buttons: they copy, say so on the button and to screen readers, and say it when they could not. */
import { confirm } from "./status.js";

const SHOWN_FOR = 2000;

/** @param read gives the text to copy @param what names it, for the messages */
export function copyButton(button, what, read) {
  const label = button.textContent;
  let timer;
  button.addEventListener("click", async () => {
    const copied = await copy(read());
    button.textContent = copied ? "Copied" : "Not copied";
    confirm(
      copied
        ? `${what} copied.`
        : `${what} could not be copied: the browser does not allow it. Select it and copy it by hand.`,
    );
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = label;
    }, SHOWN_FOR);
  });
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No permission, or a page without a secure origin.
    return copyBySelection(text);
  }
}

/** The older way, through a selection; the focus goes back to where it was. */
function copyBySelection(text) {
  const before = document.activeElement;
  const carrier = document.createElement("textarea");
  carrier.value = text;
  carrier.className = "visually-hidden";
  document.body.append(carrier);
  carrier.select();
  const copied = document.execCommand("copy");
  carrier.remove();
  before?.focus?.({ preventScroll: true });
  return copied;
}
