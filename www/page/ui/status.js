/**
 * Announces changes to screen readers, not at every key press: the latest message is announced after a pause.
 */
import { byId } from "./element.js";

/** The pause before a message is announced, in milliseconds. */
const PAUSE = 900;
let timer;
let announced = "";

/** The place for messages. What is outside of an open dialog is not read. */
const place = () => document.querySelector('dialog[open] [role="status"]') ?? byId("status");

/** Announces a message after a pause. A newer message replaces one that is still waiting. */
export function announce(message, { after = PAUSE } = {}) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    // A repeated message would not be read, because the text does not change.
    if (message === announced) return;
    announced = message;
    place().textContent = message;
  }, after);
}

/** Announces the result of a user action, even if it is the same as the last one. */
export function confirm(message) {
  announced = "";
  place().textContent = "";
  announce(message, { after: 100 });
}
