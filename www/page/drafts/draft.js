/**
 * Stores the entries and options in this browser between visits. The page also works without it: storage may be forbidden or
 * full.
 *
 * Each tab has a draft of its own, and holds a lock with the name of the draft while it is open. A new tab continues the latest
 * draft that no open tab has. So two tabs never write the same draft, and the drafts of closed tabs are found again.
 */

const KEY = "sphinx-case:draft";
const OFF = `${KEY}:off`;
const PROBE = `${KEY}:probe`;

/** The names of drafts: that of the first tab, `:2`, `:3` and so on. */
const NAME = new RegExp(`^${KEY}(:\\d+)?$`);

/** In the storage of the tab: the name of its draft. */
const OWN = `${KEY}:name`;

/** How long the draft of a closed tab is kept, in milliseconds: 30 days. */
const LIFETIME = 30 * 24 * 3_600_000;

/** How long a reloaded page waits until the browser has released the lock of the page before it, in milliseconds. */
const RELOAD = 500;

/** The name of the draft of this tab. */
let own = KEY;
let release = () => {};

/**
 * Holds a lock until the page is left. Locks do not exist over plain HTTP, and may be forbidden; then every name is free.
 * @param wait how long to wait for another tab, in milliseconds
 * @returns whether no other tab has it
 */
function hold(name, wait = 0) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const options = wait > 0 ? { signal: AbortSignal.timeout(wait) } : { ifAvailable: true };
    const onLock = (lock) => {
      resolve(lock !== null);
      if (lock === null) return undefined;
      return new Promise((end) => {
        release = end;
      });
    };
    navigator.locks.request(name, options, onLock).catch(({ name: why }) => resolve(why !== "TimeoutError"));
  });
}

const read = (name) => {
  try {
    const draft = JSON.parse(localStorage.getItem(name) ?? "null");
    return typeof draft?.form === "string" ? draft : undefined;
  } catch {
    return undefined;
  }
};

/** The names of the stored drafts, the latest first. */
function storedNames() {
  const saved = (name) => read(name)?.saved ?? 0;
  try {
    return Object.keys(localStorage)
      .filter((name) => NAME.test(name))
      .sort((one, other) => saved(other) - saved(one));
  } catch {
    return [];
  }
}

/** Finds the draft of this tab, before any other function is called. */
export async function openDraft() {
  await removeClosedDrafts((draft) => draft?.saved < Date.now() - LIFETIME);
  own = await findOwn();
  try {
    sessionStorage.setItem(OWN, own);
  } catch {
    // After a reload this is a new tab.
  }
  // A page that is kept in the browser's cache must not keep its draft from the page after it.
  addEventListener("pagehide", () => release());
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) hold(own);
  });
}

async function findOwn() {
  let name;
  try {
    name = sessionStorage.getItem(OWN);
  } catch {
    // Storage is forbidden.
  }
  // A duplicated tab has the name of the draft of the other one, which is still open.
  if (NAME.test(name ?? "") && (await hold(name, RELOAD))) return name;
  const stored = storedNames();
  for (const one of stored) if (await hold(one)) return one;
  for (let number = 1; ; number += 1) {
    const one = number === 1 ? KEY : `${KEY}:${number}`;
    if (!stored.includes(one) && (await hold(one))) return one;
  }
}

/** The stored draft of this tab, or undefined. */
export const readDraft = () => read(own);

/** Stores the draft of this tab. @returns {"kept" | "full" | "forbidden"} */
export function writeDraft(draft) {
  try {
    localStorage.setItem(own, JSON.stringify({ ...draft, saved: Date.now() }));
    return "kept";
  } catch (error) {
    // An older draft would not be what the user sees.
    deleteDraft();
    return error?.name === "QuotaExceededError" ? "full" : "forbidden";
  }
}

/** Whether the browser allows storage. */
export function storageWorks() {
  try {
    localStorage.setItem(PROBE, "");
    localStorage.removeItem(PROBE);
    return true;
  } catch {
    return false;
  }
}

/** Deletes the draft of this tab. */
export function deleteDraft() {
  remove(own);
}

function remove(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // Nothing can have been stored.
  }
}

/** Deletes drafts that no open tab has. */
export async function removeClosedDrafts(isWanted = () => true) {
  if (!navigator.locks) return;
  const removeUnused = (name) => (lock) => {
    if (lock !== null && isWanted(read(name))) remove(name);
  };
  for (const name of storedNames()) {
    await navigator.locks.request(name, { ifAvailable: true }, removeUnused(name)).catch(() => {});
  }
}

/** Whether the user wants drafts to be stored. The choice itself is stored too, for all tabs. */
export const keeping = {
  read() {
    try {
      return localStorage.getItem(OFF) === null;
    } catch {
      return true;
    }
  },
  write(on) {
    try {
      if (on) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    } catch {
      // The choice applies until the page is left.
    }
  },
  /** Calls the listener when the user has chosen in another tab. */
  onChange(listener) {
    addEventListener("storage", ({ key, newValue }) => {
      if (key === OFF) listener(newValue === null);
    });
  },
};
