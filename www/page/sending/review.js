/** The last look before sending: what the request says, in plain words, and its exact payload; and the dialog in which it is sent. */
import { fields } from "../../pkg/index.js";
import { retentionWords } from "../form/retention.js";
import { curlCommand } from "../formats/curl.js";
import { hasRelay } from "../relay/relay.js";
import { drawJson } from "../request/payload-view.js";
import { copyButton } from "../ui/copy.js";
import { byId, element } from "../ui/element.js";
import { fieldText, optionsOf, t } from "../ui/language.js";
import { askAgain, beginSending, create, endSending, sendingState } from "./sending.js";

let built;

/** The field table's row for a name: `checks[0].check_type` is `checks[].check_type` there. */
const pathOf = (name) => name.replace(/\[\d+\]/g, "[]");

/** A value in the words of the page. */
function valueWords(form, { name, value }) {
  const path = pathOf(name);
  const option = optionsOf(path).find((one) => one.value === value);
  if (option) return option.label;
  if (path.endsWith("delete_after")) return element("span", { class: "words" }, retentionWords(value, form.text));
  if (path === "auto_start") return t(value === "true" ? "start_now" : "start_later");
  return path.endsWith("input_details") ? element("code", {}, value) : value;
}

/** What a field is called here: by the question that the form asks, where it asks one. */
const QUESTIONS = {
  delete_after: "retention_case",
  "customer.delete_after": "retention_customer",
  "checks[].delete_after": "retention_check",
  auto_start: "start",
  customer_id: "customer_number",
};

const labelOf = (path) => (path in QUESTIONS ? t(QUESTIONS[path]) : fieldText(path, "label"));

function line(label, ...value) {
  return element("div", {}, element("dt", {}, label), element("dd", {}, ...value));
}

/** What is in the request, field by field; a check is one line with what belongs to it below. */
function lines(form, { payload }) {
  const { fields: states } = form.getSnapshot();
  const shown = [];
  for (const state of states.values()) {
    const { name, kind, value, json } = state;
    const isList = kind === "list" && name.endsWith("document_ids") && state.rows.length > 0;
    if (!isList && (kind !== "field" || state.id !== undefined || (value.trim() === "" && json === undefined)))
      continue;
    if (isLeftOut(states, name)) continue;
    const row = /^checks\[(\d+)\]/.exec(name);
    const own = labelOf(pathOf(name)) || name;
    const label = row ? `${form.text("row", { number: Number(row[1]) + 1 })}: ${own}` : own;
    const words = isList
      ? state.rows.map((_, index) => states.get(`${name}[${index}]`).value).join(", ")
      : value.trim() === ""
        ? json
        : valueWords(form, state);
    shown.push(line(label, words));
  }
  for (const { path, default: standard } of fields) {
    if (standard === undefined || states.get(path)?.value || payload[path] === undefined) continue;
    const words = valueWords(form, { name: path, value: String(standard) });
    shown.push(line(labelOf(path), words, " ", element("span", { class: "hint" }, `(${t("by_default")})`)));
  }
  return shown;
}

function isLeftOut(states, name) {
  const steps = name.split(/(?=[.[])/);
  return steps.some((_, index) => states.get(steps.slice(0, index + 1).join(""))?.leftOut);
}

/** Starts the buttons. */
export function startReview() {
  const dialog = byId("review");
  const bytes = () => new TextEncoder().encode(built.body).length;
  copyButton(byId("review-copy"), "the_payload", () => built.body);
  copyButton(byId("review-curl"), "the_command", () => curlCommand(built.body, bytes()));
  for (const name of ["review-back", "review-done"]) byId(name).addEventListener("click", () => dialog.close());
  byId("review-create").addEventListener("click", create);
  for (const name of ["review-ask", "unsettled-ask"]) byId(name).addEventListener("click", askAgain);
  // What is under way is waited for: its outcome would be said to nobody.
  dialog.addEventListener("cancel", (event) => {
    if (sendingState() === "sending") event.preventDefault();
  });
}

/** Opens the dialog. @returns what became of it, once it is closed: `created`, or the answer that `rejected` the request */
function open(payload, onCreated) {
  built = payload;
  const dialog = byId("review");
  return new Promise((settled) => {
    let rejected;
    beginSending(payload, {
      onCreated,
      onRejected(outcome) {
        rejected = outcome;
        dialog.close();
      },
    });
    const onClose = () => {
      if (sendingState() === "sending" && !rejected) return dialog.showModal();
      dialog.removeEventListener("close", onClose);
      settled({ created: endSending() === "created", rejected });
    };
    dialog.addEventListener("close", onClose);
    dialog.showModal();
    byId("review-heading").focus();
  });
}

/** Shows the review of what was built, from which it is sent where there is a relay. */
export function showReview(form, payload, onCreated) {
  byId("review-list").replaceChildren(...lines(form, payload));
  byId("review-payload").replaceChildren(...drawJson(payload.body, { pretty: false }).parts);
  const closed = open(payload, onCreated);
  if (!hasRelay()) {
    byId("review-create").hidden = true;
    byId("review-back").classList.add("primary");
  }
  return closed;
}

/** Asks what became of the request that was under way when the page was left. */
export function showUnsettled(onCreated) {
  const closed = open(undefined, onCreated);
  askAgain();
  return closed;
}
