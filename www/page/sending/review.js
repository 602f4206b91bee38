/** The review before sending: the warnings, the request in sections, the exact payload, and the dialog in which it is sent. */
import { curlCommand } from "../formats/curl.js";
import { hasRelay } from "../relay/relay.js";
import { drawJson } from "../request/payload-view.js";
import { copyButton } from "../ui/copy.js";
import { byId } from "../ui/element.js";
import { drawSections } from "./sections.js";
import { askAgain, beginSending, create, endSending, sendingState } from "./sending.js";
import { areWarningsConfirmed, showWarnings } from "./warnings.js";

let built;

/** Starts the buttons. */
export function startReview() {
  const dialog = byId("review");
  const bytes = () => new TextEncoder().encode(built.body).length;
  copyButton(byId("review-copy"), "the_payload", () => built.body);
  copyButton(byId("review-curl"), "the_command", () => curlCommand(built.body, bytes()));
  for (const name of ["review-back", "review-done"]) byId(name).addEventListener("click", () => dialog.close());
  byId("review-create").addEventListener("click", () => {
    if (sendingState() !== "review" || areWarningsConfirmed()) create();
  });
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
function open(payload, onCreated) {
  built = payload;
  const dialog = byId("review");
  return new Promise((resolve) => {
    let rejected;
    beginSending(payload, {
      onCreated,
      onRejected(result) {
        rejected = result;
        dialog.close();
      },
    });
    const onClose = () => {
      if (sendingState() === "sending" && !rejected) return dialog.showModal();
      dialog.removeEventListener("close", onClose);
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
export async function showReview(form, payload, onCreated) {
  let change;
  const request = { snapshot: form.getSnapshot(), payload: payload.payload, formText: form.text };
  const sections = drawSections(request, (part) => {
    change = part;
    byId("review").close();
  });
  byId("review-list").replaceChildren(...sections);
  byId("review-payload").replaceChildren(...drawJson(payload.body, { pretty: false }).parts);
  showWarnings(payload.warnings, form.text, hasRelay());
  const closed = open(payload, onCreated);
  if (!hasRelay()) {
    byId("review-create").hidden = true;
    byId("review-back").classList.add("primary");
  }
  return { ...(await closed), change };
}

/** Asks for the outcome of the request that was in progress when the page was left. */
export function showOpenRequest(onCreated) {
  const closed = open(undefined, onCreated);
  askAgain();
  return closed;
}
