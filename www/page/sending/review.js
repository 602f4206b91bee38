/** The review before sending: the warnings, the request in sections, the exact payload, and the dialog in which it is sent. */
import { curlCommand } from "../formats/curl.js";
import { hasRelay, mayHaveRelay } from "../relay/relay.js";
import { drawJson } from "../request/payload-view.js";
import { copyButton } from "../ui/copy.js";
import { byId } from "../ui/element.js";
import { onLanguage, t } from "../ui/language.js";
import { drawSections } from "./sections.js";
import { askAgain, beginSending, create, endSending, lastCase, sendingState, showReceipt } from "./sending.js";
import { areWarningsConfirmed, showWarnings } from "./warnings.js";

/** The request in the dialog. */
let reviewed;

/** Starts the buttons. */
export function startReview() {
  const dialog = byId("review");
  const bytes = () => new TextEncoder().encode(reviewed.body).length;
  copyButton(byId("review-copy"), "the_payload", () => reviewed.body);
  copyButton(byId("review-curl"), "the_command", () => curlCommand(reviewed.body, bytes()));
  copyButton(byId("review-number"), "case_number", () => String(lastCase()));
  byId("review-print").addEventListener("click", () => print());
  byId("last-case-show").addEventListener("click", () => {
    open(undefined, () => {});
    showReceipt();
  });
  for (const name of ["review-back", "review-done"]) byId(name).addEventListener("click", () => dialog.close());
  byId("review-create").addEventListener("click", () => {
    if (sendingState() !== "review" || areWarningsConfirmed()) create();
  });
  onLanguage(showLastCase);
  for (const name of ["review-ask", "unsettled-ask"]) byId(name).addEventListener("click", askAgain);
  // The dialog stays open while the request is sent, so that its result is shown.
  dialog.addEventListener("cancel", (event) => {
    if (sendingState() === "sending") event.preventDefault();
  });
}

/**
 * Opens the dialog.
 * @returns once it is closed, whether the case was `created`, or the result that `rejected` the request
 */
function open(request, onCreated) {
  reviewed = request;
  const dialog = byId("review");
  return new Promise((resolve) => {
    let rejected;
    beginSending(request, {
      onCreated,
      onRejected(result) {
        rejected = result;
        dialog.close();
      },
    });
    const onClose = () => {
      if (sendingState() === "sending" && !rejected) return dialog.showModal();
      dialog.removeEventListener("close", onClose);
      showLastCase();
      resolve({ created: endSending() === "created", rejected });
    };
    dialog.addEventListener("close", onClose);
    dialog.showModal();
    byId("review-heading").focus();
  });
}

/**
 * Shows the review of a payload. If there is a relay, the payload can be sent from it.
 * @returns as `open`, and `change`: the part of the form that the user wants to change
 */
export async function showReview(form, built, onCreated) {
  let change;
  const { body, payload, warnings } = built;
  const request = { body, payload, snapshot: form.getSnapshot(), formText: form.text };
  const onChange = (part) => {
    change = part;
    byId("review").close();
  };
  byId("review-list").replaceChildren(...drawSections(request, { onChange }));
  byId("review-payload").replaceChildren(...drawJson(body, { pretty: false }).parts);
  showWarnings(warnings, form.text, mayHaveRelay());
  const closed = open(request, onCreated);
  showActions();
  return { ...(await closed), change };
}

/** Offers to create the case if there is a relay, which may be found while the dialog is open. */
export function showActions() {
  byId("review-create").hidden = !hasRelay();
  byId("review-back").classList.toggle("primary", !hasRelay());
  // Where the page can send, copying is for developers.
  for (const name of ["review-copy", "review-curl"]) byId(name).dataset.view = hasRelay() ? "developer" : "";
}

/** Offers the receipt of the last case after its dialog was closed. */
function showLastCase() {
  const id = lastCase();
  byId("last-case").hidden = id === undefined;
  if (id !== undefined) byId("last-case-text").textContent = t("last_case", { id });
}

/** Asks for the outcome of the request that was in progress when the page was left. */
export function showOpenRequest(onCreated) {
  const closed = open(undefined, onCreated);
  askAgain();
  return closed;
}
