/**
 * Keeps what was typed and the options in this browser between visits. Everything works without it: storage
 * may be forbidden, or full.
 */

const KEY = "sphinx-case:draft";

/** What was kept, or undefined. */
export function readDraft() {
  try {
    const draft = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return typeof draft?.form === "string" ? draft : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a draft. @returns {"kept" | "full" | "forbidden"} */
export function writeDraft(draft) {
  try {
    localStorage.setItem(KEY, JSON.stringify(draft));
    return "kept";
  } catch (error) {
    // An older draft would be worse than none: it is not what the person sees.
    forgetDraft();
    return error?.name === "QuotaExceededError" ? "full" : "forbidden";
  }
}

/** Whether this browser lets the page keep anything. */
export function storageWorks() {
  try {
    localStorage.setItem(`${KEY}:probe`, "");
    localStorage.removeItem(`${KEY}:probe`);
    return true;
  } catch {
    return false;
  }
}

export function forgetDraft() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing can have been kept.
  }
}

/** Whether the person wants drafts kept: a choice, kept by itself. */
export const keeping = {
  read() {
    try {
      return localStorage.getItem(`${KEY}:off`) === null;
    } catch {
      return true;
    }
  },
  write(on) {
    try {
      if (on) localStorage.removeItem(`${KEY}:off`);
      else localStorage.setItem(`${KEY}:off`, "1");
    } catch {
      // The choice holds until the page is left.
    }
  },
};
