/**
 * Sends the reviewed request and shows the result in the dialog. No request creates two cases: it keeps its key until its outcome
 * is known, and asking for the outcome sends nothing to the API.
 */
import { progress, watchCase } from "../relay/case-status.js";
import { isKeyAlive, openRequest, removeOpenRequest, storeOpenRequest } from "../relay/open-request.js";
import { fetchResult, relayInstance, send } from "../relay/relay.js";
import { prepareSandbox } from "../relay/sandbox-banner.js";
import { readOptions } from "../request/request-panel.js";
import { byId } from "../ui/element.js";
import { t } from "../ui/language.js";
import { confirm } from "../ui/status.js";
import { showCaseFacts, showSent } from "./receipt.js";

/** The buttons for each result. `create` is only available if no case was created, or there will be no second one. */
const ACTIONS = {
  review: ["create", "back", "copy", "curl"],
  sending: [],
  created: ["done", "print", "number"],
  limited: ["create", "back"],
  unreachable: ["create", "back"],
  refused: ["back"],
  server: ["create", "back"],
  failed: ["create", "back"],
  unarrived: ["create", "back"],
  unknown: ["ask", "back"],
  repeatable: ["create", "back"],
  broken: ["ask", "back"],
  under_way: ["ask", "back"],
  lost: ["back"],
};

/** The result to show for each problem type of the relay; for any other it is `server`: the API did not accept the request. */
const RESULTS = {
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

/** Results after which the outcome is unknown. */
const UNKNOWN = new Set(["unknown", "repeatable", "broken", "under_way", "lost"]);

/** Problems of a relay that has not looked at the key: they say nothing about an earlier request with it. */
const KEY_NOT_READ = new Set(["too-many-requests", "busy", "keys-unavailable"]);

const BUTTONS = ["create", "ask", "done", "print", "number", "back", "copy", "curl"];

/** The request in the dialog, if there is one: see `beginSending`. */
let reviewed;
/** The request that was sent last. It is another one than the reviewed one while the outcome of an earlier one is unknown. */
let sent;
/** The case that was created last, with the request that it was created from; undefined if the page was left since. */
let receipt;
let state = "review";
let watching = new AbortController();
let onRejected = () => {};
let onCreated = () => {};

export const sendingState = () => state;

function show(next, params = {}) {
  state = next;
  const isReview = next === "review";
  byId("review").dataset.state = next;
  byId("review-look").hidden = !isReview;
  byId("sending").hidden = isReview;
  for (const id of ["case-facts", "receipt"]) byId(id).hidden = next !== "created";
  byId("review-unsettled").hidden = !isReview || openRequest() === undefined;
  const offered = ACTIONS[next];
  for (const name of BUTTONS) byId(`review-${name}`).hidden = !offered.includes(name);
  if (!reviewed && next !== "repeatable") byId("review-create").hidden = true;
  byId("review-create").textContent = t(isReview ? "create" : "create_again");
  if (isReview) {
    byId("review-heading").textContent = t("review_heading");
    return;
  }
  byId("review-heading").textContent = t(`sent_${next}`, params);
  byId("sending-text").textContent = t(`sent_${next}_text`, params) ?? "";
  const detail = byId("sending-said");
  detail.hidden = !params.detail;
  detail.textContent = params.detail ?? "";
  byId("review-heading").focus();
}

function showCreated(current) {
  removeOpenRequest();
  receipt = { current, request: sent };
  onCreated();
  showReceipt();
}

/** Shows the last created case, and its status while it changes. */
export function showReceipt() {
  const { current, request } = receipt;
  show("created", current);
  showCaseFacts(current);
  showSent(request);
  if (request?.payload.auto_start === false) {
    byId("sending-text").textContent = t("case_not_started");
    return;
  }
  let announced = progress(current);
  watching = new AbortController();
  const { signal } = watching;
  const onChange = (changed) => {
    receipt = { current: changed, request };
    showCaseFacts(changed);
    const text = progress(changed);
    if (text !== announced) confirm(`${t("sent_created", changed)}. ${text}`);
    announced = text;
  };
  watchCase(current, { onChange, signal }).then((isComplete) => {
    if (signal.aborted) return;
    byId("sending-text").textContent = t(isComplete ? "case_watched" : "case_unwatched");
  });
}

/** The number of the last created case, or undefined. */
export const lastCase = () => receipt?.current.id;

function showResult(result) {
  if (result.name === "created") return showCreated(result.case);
  if (result.name === "unknown-key") {
    // Only a relay that would still have the key knows that it never received it.
    if (!isKeyAlive(openRequest() ?? { since: 0 })) return show("lost");
    removeOpenRequest();
    return show("unarrived");
  }
  if (result.name === "invalid-request" || result.name === "rejected") {
    const { body } = openRequest() ?? {};
    removeOpenRequest();
    return onRejected({ ...result, body });
  }
  // After a reload of the page, the request is not there to be sent again.
  const canBeRepeated = result.isRepeatable && openRequest()?.body !== undefined;
  const next = canBeRepeated ? "repeatable" : (RESULTS[result.name] ?? "server");
  if (!UNKNOWN.has(next)) removeOpenRequest();
  show(next, { wait: result.wait ?? 5, detail: next === "refused" || next === "server" ? result.detail : undefined });
}

/** A random UUID. `crypto.randomUUID` only exists in secure contexts, and a server may offer the page over plain HTTP. */
function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40; // version 4
  bytes[8] = (bytes[8] & 0x3f) | 0x80; // the variant of RFC 9562
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20, 32].map((end, part, ends) => digits.slice(ends[part - 1] ?? 0, end)).join("-");
}

/**
 * Sends the reviewed request, or the open one again if that is what the dialog offers. While the outcome of a request is unknown, it
 * keeps its key.
 */
export async function create() {
  const isRepeatable = state === "repeatable";
  if (state === "sending" || !(reviewed || isRepeatable)) return;
  const isNew = !isRepeatable && openRequest()?.body !== reviewed.body;
  try {
    if (isNew) {
      storeOpenRequest({ key: randomKey(), instance: relayInstance(), body: reviewed.body, options: readOptions() });
      sent = reviewed;
    }
  } catch (error) {
    return show("failed", { detail: `${error?.message ?? error}` });
  }
  const { key, instance, body, options } = openRequest();
  show("sending");
  try {
    // A request that is not sent again does not reach the sandbox, so its fault would apply to a later one.
    if (isNew) await prepareSandbox();
  } catch {
    // The sandbox then works without a fault.
  }
  const result = await send({ body, key, instance, ...options });
  showResult(!isNew && KEY_NOT_READ.has(result.name) ? { name: "outcome-unknown", isRepeatable } : result);
}

/** Asks for the outcome of the open request. */
export async function askAgain() {
  const open = openRequest();
  if (state === "sending" || !open) return;
  show("sending");
  byId("review-heading").textContent = t("sent_asking");
  showResult(await fetchResult(open));
}

/**
 * Begins with a review.
 * @param request its `body`, `payload`, and the `snapshot` and `formText` of the form; undefined if there is nothing to send
 * @param handlers onRejected(result), onCreated()
 */
export function beginSending(request, handlers) {
  reviewed = request;
  ({ onRejected, onCreated } = handlers);
  byId("review-status").textContent = "";
  show("review");
}

/** The dialog was closed. */
export function endSending() {
  watching.abort();
  const last = state;
  state = "review";
  return last;
}
