/**
 * Sending what was reviewed, and what the dialog says of it. Nothing is ever sent twice: a request keeps its key until it is
 * known what became of it, and asking for that sends nothing.
 */
import { caseLines, progress, watchCase } from "../relay/case-status.js";
import { holdUnsettled, isFresh, settle, unsettled } from "../relay/open-request.js";
import { ask, relayInstance, send } from "../relay/relay.js";
import { prepareSandbox } from "../relay/sandbox-banner.js";
import { readOptions } from "../request/request-panel.js";
import { byId } from "../ui/element.js";
import { t } from "../ui/language.js";

/** What the person can do next, for each outcome; `create` only where nothing was created. */
const ACTIONS = {
  review: ["create", "back", "copy", "curl"],
  sending: [],
  created: ["done"],
  limited: ["create", "back"],
  unreachable: ["create", "back"],
  refused: ["back"],
  server: ["create", "back"],
  unarrived: ["create", "back"],
  unknown: ["ask", "back"],
  broken: ["ask", "back"],
  under_way: ["ask", "back"],
  lost: ["back"],
};

/** The outcome that each problem of the relay stands for; any other is `server`: it did not take the request. */
const OUTCOMES = {
  created: "created",
  broken: "broken",
  "rate-limited": "limited",
  "too-many-requests": "limited",
  busy: "limited",
  "never-sent": "unreachable",
  "not-the-api": "refused",
  "credentials-refused": "refused",
  "outcome-unknown": "unknown",
  "under-way": "under_way",
  "other-instance": "lost",
};

/** After these it is not known what became of the request. */
const OPEN = new Set(["unknown", "broken", "under_way", "lost"]);

const BUTTONS = ["create", "ask", "done", "back", "copy", "curl"];

let built;
let state = "review";
let watching = new AbortController();
let onRejected = () => {};
let onCreated = () => {};

export const sendingState = () => state;

/** Says something to those who do not see it; the page's own status is behind the dialog, where nobody hears it. */
function say(text) {
  byId("review-status").textContent = text;
}

function show(next, params = {}) {
  state = next;
  const isReview = next === "review";
  byId("review").dataset.state = next;
  byId("review-look").hidden = !isReview;
  byId("sending").hidden = isReview;
  byId("case-facts").hidden = next !== "created";
  byId("review-unsettled").hidden = !isReview || unsettled() === undefined;
  const offered = ACTIONS[next];
  for (const name of BUTTONS) byId(`review-${name}`).hidden = !offered.includes(name);
  if (!built) byId("review-create").hidden = true;
  byId("review-create").textContent = t(isReview ? "create" : "create_again");
  if (isReview) {
    byId("review-heading").textContent = t("review_heading");
    return;
  }
  byId("review-heading").textContent = t(`sent_${next}`, params);
  byId("sending-text").textContent = t(`sent_${next}_text`, params) ?? "";
  const said = byId("sending-said");
  said.hidden = !params.detail;
  said.textContent = params.detail ?? "";
  byId("review-heading").focus();
}

function created(found) {
  settle();
  onCreated();
  show("created", found);
  byId("case-facts").replaceChildren(...caseLines(found));
  const { payload } = built ?? {};
  if (payload?.auto_start === false) {
    byId("sending-text").textContent = t("case_not_started");
    return;
  }
  let said = progress(found);
  watching = new AbortController();
  const { signal } = watching;
  const onChange = (now) => {
    byId("case-facts").replaceChildren(...caseLines(now));
    const news = progress(now);
    if (news !== said) say(`${t("sent_created", found)}. ${news}`);
    said = news;
  };
  watchCase(found, { onChange, signal }).then((isComplete) => {
    if (signal.aborted) return;
    byId("sending-text").textContent = t(isComplete ? "case_watched" : "case_unwatched");
  });
}

function settled(outcome) {
  if (outcome.name === "created") return created(outcome.case);
  if (outcome.name === "unknown-key") {
    // Only a relay that would still know the key knows that it never came.
    if (!isFresh(unsettled() ?? { since: 0 })) return show("lost");
    settle();
    return show("unarrived");
  }
  if (outcome.name === "invalid-request" || outcome.name === "rejected") {
    settle();
    return onRejected(outcome);
  }
  const next = OUTCOMES[outcome.name] ?? "server";
  if (!OPEN.has(next)) settle();
  show(next, { wait: outcome.wait ?? 5, detail: next === "refused" || next === "server" ? outcome.detail : undefined });
}

/** Sends what was reviewed. What is sent again unchanged before its outcome is known, keeps its key. */
export async function create() {
  if (state === "sending" || !built) return;
  const { body } = built;
  const isNew = unsettled()?.body !== body;
  if (isNew) {
    holdUnsettled({ key: crypto.randomUUID(), instance: relayInstance(), body });
  }
  const { key, instance } = unsettled();
  show("sending");
  try {
    // What is not sent again does not come to the sandbox, and what it was told would meet a later request.
    if (isNew) await prepareSandbox();
  } catch {
    // The sandbox then does what it always does.
  }
  settled(await send({ body, key, instance, ...readOptions() }));
}

/** Asks what became of the request that is unsettled. */
export async function askAgain() {
  const open = unsettled();
  if (state === "sending" || !open) return;
  show("sending");
  byId("review-heading").textContent = t("sent_asking");
  settled(await ask(open));
}

/** Begins with a review. @param told onRejected(outcome), onCreated() */
export function beginSending(payload, told) {
  built = payload;
  ({ onRejected, onCreated } = told);
  say("");
  show("review");
}

/** The dialog was closed. */
export function endSending() {
  watching.abort();
  const was = state;
  state = "review";
  return was;
}
