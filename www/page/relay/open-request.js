/**
 * The request with an unknown outcome: its key, with which the relay is asked for the outcome, also after a reload. No entries
 * are stored with it.
 */

const KEY = "sphinx-case:unsettled";

/** In milliseconds. The relay keeps keys for ten minutes; shortly before that, an unknown key no longer proves anything. */
const KEY_LIFETIME = 570_000;

let current;

/** The open request, or undefined. */
export function openRequest() {
  if (current) return current;
  try {
    const stored = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    if (typeof stored?.key === "string" && typeof stored.instance === "string") current = stored;
  } catch {
    // Nothing was stored.
  }
  return current;
}

/** Stores a request before it is sent. `body` and the `options` that it was built with are only kept until the page is left. */
export function storeOpenRequest({ key, instance, body, options }) {
  current = { key, instance, body, options, since: Date.now() };
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ key, instance, since: current.since }));
  } catch {
    // It is lost on reload.
  }
}

/** Removes the request, because its outcome is known. */
export function removeOpenRequest() {
  current = undefined;
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing can have been stored.
  }
}

/** Whether an unknown key means that the relay has never received the request. */
export const isKeyAlive = ({ since }) => Date.now() - since < KEY_LIFETIME;
