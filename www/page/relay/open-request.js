/**
 * The request of which it is not known yet what became of it: its key, so that the relay can be asked, also after a reload.
 * Nothing that was typed is kept with it.
 */

const KEY = "sphinx-case:unsettled";

/** The relay forgets keys after ten minutes; a little before that, its silence says nothing any more. */
const KNOWN_FOR = 570_000;

let held;

/** The one there is, or undefined. */
export function unsettled() {
  if (held) return held;
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    if (typeof kept?.key === "string" && typeof kept.instance === "string") held = kept;
  } catch {
    // Nothing was kept.
  }
  return held;
}

/** Remembers a request before it is sent; `body` only as long as the page is there. */
export function holdUnsettled({ key, instance, body }) {
  held = { key, instance, body, since: Date.now() };
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ key, instance, since: held.since }));
  } catch {
    // A reload then forgets it.
  }
}

export function settle() {
  held = undefined;
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing can have been kept.
  }
}

/** Whether the relay's not knowing the key means that it never got it. */
export const isFresh = ({ since }) => Date.now() - since < KNOWN_FOR;
