/** Stores drafts while the user types, and shows the state of storage. */

import { mayHaveRelay } from "../relay/relay.js";
import { byId } from "../ui/element.js";
import { onLanguage, t } from "../ui/language.js";
import { deleteDraft, keeping, removeClosedDrafts, storageWorks, writeDraft } from "./draft.js";

/** The pause in typing after which the draft is stored, in milliseconds. */
const PAUSE = 400;

let timer;
let state;
let read;

function show(now) {
  state = now;
  byId("keep-hint").textContent = t(state === "kept" && mayHaveRelay() ? "keep_kept_relay" : `keep_${state}`);
  byId("forget").hidden = state !== "kept";
}

function saveNow() {
  clearTimeout(timer);
  timer = undefined;
  if (byId("keep").checked) show(writeDraft(read()));
}

/** Shows the state of storage again. */
export const showStorageState = () => show(state);

/** @param readDraft returns the draft */
export function startSaving(readDraft) {
  read = readDraft;
  byId("keep").checked = keeping.read();
  show(!storageWorks() ? "forbidden" : keeping.read() ? "kept" : "off");
  byId("keep").addEventListener("change", ({ target }) => {
    keeping.write(target.checked);
    if (target.checked) return saveNow();
    deleteAllDrafts("off");
  });
  keeping.onChange((on) => {
    byId("keep").checked = on;
    if (on) saveNow();
    else deleteStoredDraft("off");
  });
  byId("forget").addEventListener("click", () => {
    deleteAllDrafts("gone");
    byId("keep").focus();
  });
  addEventListener("pagehide", () => {
    if (timer !== undefined) saveNow();
  });
  onLanguage(() => show(state));
}

/** Stores the draft after a pause in typing. */
export function saveSoon() {
  clearTimeout(timer);
  timer = setTimeout(saveNow, PAUSE);
}

/** Deletes the draft, and those of tabs that were closed: nobody would expect them to be still there. */
function deleteAllDrafts(why) {
  deleteStoredDraft(why);
  removeClosedDrafts();
}

/** Deletes the stored draft of this tab. */
export function deleteStoredDraft(why = "gone") {
  clearTimeout(timer);
  timer = undefined;
  deleteDraft();
  if (state !== "forbidden") show(why);
}
