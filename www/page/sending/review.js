/** The review before sending: the fields with their labels, the exact payload, and the dialog in which the request is sent. */
import { fields } from "../../pkg/index.js";
import { retentionText } from "../form/retention.js";
import { curlCommand } from "../formats/curl.js";
import { hasRelay } from "../relay/relay.js";
import { drawJson } from "../request/payload-view.js";
import { copyButton } from "../ui/copy.js";
import { byId, element } from "../ui/element.js";
import { fieldText, optionsOf, t } from "../ui/language.js";
import { askAgain, beginSending, create, endSending, sendingState } from "./sending.js";

let built;

/** The path in the field table: `checks[].check_type` for `checks[0].check_type`. */
const pathOf = (name) => name.replace(/\[\d+\]/g, "[]");

const kindOf = (path) => fields.find((field) => field.path === path)?.kind;

/** The text for a value. */
function valueText(form, { name, value }) {
  const path = pathOf(name);
  const option = optionsOf(path).find((one) => one.value === value);
  if (option) return option.label;
  if (path.endsWith("delete_after")) return element("span", { class: "words" }, retentionText(value, form.text));
  if (path === "auto_start") return t(value === "true" ? "start_now" : "start_later");
  return kindOf(path) === "json" ? element("code", {}, value) : value;
}

/** Texts of the form that replace the labels of these fields. */
const LABELS = {
  delete_after: "retention_case",
  "customer.delete_after": "retention_customer",
  "checks[].delete_after": "retention_check",
  auto_start: "start",
  customer_id: "customer_number",
};

const labelOf = (path) => (path in LABELS ? t(LABELS[path]) : fieldText(path, "label"));

function line(label, ...value) {
  return element("div", {}, element("dt", {}, label), element("dd", {}, ...value));
}

/** The fields of the request as rows of a description list. */
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
    const text = isList
      ? state.rows.map((_, index) => states.get(`${name}[${index}]`).value).join(", ")
      : value.trim() === ""
        ? json
        : valueText(form, state);
    shown.push(line(label, text));
  }
  for (const { path, default: defaultValue } of fields) {
    if (defaultValue === undefined || states.get(path)?.value || payload[path] === undefined) continue;
    const text = valueText(form, { name: path, value: String(defaultValue) });
    shown.push(line(labelOf(path), text, " ", element("span", { class: "hint" }, `(${t("by_default")})`)));
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
  // The dialog stays open while the request is sent, so that its result is shown.
  dialog.addEventListener("cancel", (event) => {
    if (sendingState() === "sending") event.preventDefault();
  });
}

/** Opens the dialog. @returns once it is closed, whether the case was `created`, or the result that `rejected` the request */
function open(payload, onCreated) {
  built = payload;
  const dialog = byId("review");
  return new Promise((resolve) => {
    let rejected;
    beginSending(payload, {
      onCreated,
      onRejected(result) {
        rejected = result;
        dialog.close();
      },
    });
    const onClose = () => {
      if (sendingState() === "sending" && !rejected) return dialog.showModal();
      dialog.removeEventListener("close", onClose);
      resolve({ created: endSending() === "created", rejected });
    };
    dialog.addEventListener("close", onClose);
    dialog.showModal();
    byId("review-heading").focus();
  });
}

/** Shows the review of a payload. If there is a relay, the payload can be sent from it. */
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

/** Asks for the outcome of the request that was in progress when the page was left. */
export function showOpenRequest(onCreated) {
  const closed = open(undefined, onCreated);
  askAgain();
  return closed;
}
