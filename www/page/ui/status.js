/**
 * Tells screen readers what changed, politely and not at every key: the newest message is said once
 * things have been quiet for a moment.
 */
import { byId } from "./element.js";

const QUIET = 900;
let timer;
let said = "";

/** Says it after a pause; a newer message replaces one that has not been said yet. */
export function announce(message, { after = QUIET } = {}) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    // The same words twice would be no change, and so would not be read: say them only when they are news.
    if (message === said) return;
    said = message;
    byId("status").textContent = message;
  }, after);
}

/** Says the outcome of something the person just did, even when it is the same as last time. */
export function confirm(message) {
  said = "";
  byId("status").textContent = "";
  announce(message, { after: 100 });
}
