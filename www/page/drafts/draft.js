/**
 * Stores the entries and options in this browser between visits. The page also works without it: storage may be forbidden or
 * full.
 */

const KEY = "sphinx-case:draft";

/** The stored draft, or undefined. */
export function readDraft() {
  try {
    const draft = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return typeof draft?.form === "string" ? draft : undefined;
  } catch {
    return undefined;
  }
}

/** Stores a draft. @returns {"kept" | "full" | "forbidden"} */
export function writeDraft(draft) {
  try {
    localStorage.setItem(KEY, JSON.stringify(draft));
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
    localStorage.setItem(`${KEY}:probe`, "");
    localStorage.removeItem(`${KEY}:probe`);
    return true;
  } catch {
    return false;
  }
}

export function deleteDraft() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing can have been stored.
  }
}

/** Whether the user wants drafts to be stored. The choice itself is stored too. */
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
      // The choice applies until the page is left.
    }
  },
};
