/**
 * Takes files that are dropped anywhere on the page. Otherwise the browser would open them instead of the page, and what was
 * typed would be lost.
 */

/** Whether files are dragged, not a text or a link. */
const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files") ?? false;

/** Nothing is taken while a dialog is in front of the page. */
const isTaken = () => document.querySelector("dialog[open]") === null;

const show = (isDragging) => document.documentElement.toggleAttribute("data-dragging", isDragging);

function drag(event) {
  if (!hasFiles(event)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = isTaken() ? "copy" : "none";
  show(isTaken());
}

/** @param onFiles called with the files that were dropped, at least one */
export function listenDrop(onFiles) {
  addEventListener("dragenter", drag);
  addEventListener("dragover", drag);
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) show(false);
  });
  addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    show(false);
    const files = [...event.dataTransfer.files];
    if (files.length > 0 && isTaken()) onFiles(files);
  });
}
