/** Keeping what was typed in this browser: when, and what the page says about it. */

import { hasRelay } from "../relay/relay.js";
import { byId } from "../ui/element.js";
import { onLanguage, t } from "../ui/language.js";
import { forgetDraft, keeping, storageWorks, writeDraft } from "./draft.js";

/** How long typing rests before the draft is kept. */
const PAUSE = 400;

let timer;
let state;
let read;

function show(now) {
  state = now;
  byId("keep-hint").textContent = t(state === "kept" && hasRelay() ? "keep_kept_relay" : `keep_${state}`);
  byId("forget").hidden = state !== "kept";
}

function keepNow() {
  clearTimeout(timer);
  timer = undefined;
  if (byId("keep").checked) show(writeDraft(read()));
}

/** Says it anew. */
export const showKeeping = () => show(state);

/** @param readDraft gives what is to be kept */
export function startKeeping(readDraft) {
  read = readDraft;
  byId("keep").checked = keeping.read();
  show(!storageWorks() ? "forbidden" : keeping.read() ? "kept" : "off");
  byId("keep").addEventListener("change", ({ target }) => {
    keeping.write(target.checked);
    if (target.checked) return keepNow();
    forget("off");
  });
  byId("forget").addEventListener("click", () => {
    forget("gone");
    byId("keep").focus();
  });
  addEventListener("pagehide", () => {
    if (timer !== undefined) keepNow();
  });
  onLanguage(() => show(state));
}

/** Keeps what was typed, once typing rests. */
export function keepSoon() {
  clearTimeout(timer);
  timer = setTimeout(keepNow, PAUSE);
}

/** Forgets what was kept. */
export function forget(why = "gone") {
  clearTimeout(timer);
  timer = undefined;
  forgetDraft();
  if (state !== "forbidden") show(why);
}
