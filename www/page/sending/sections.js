/** The request in the sections of the form: its cards, and each check by itself. For the review and the receipt. */
import { fields } from "../../pkg/index.js";
import { members, removeMember } from "../formats/json-object.js";
import { readOptions } from "../request/request-panel.js";
import { byId, descriptionLine, element } from "../ui/element.js";
import { t } from "../ui/language.js";
import { labelOf, rowTitle, tablePath, valueText } from "./labels.js";

/** The field whose JSON has details with fields of their own. */
const DETAILS = "customer.input_details";

const FIELDS = "input, select, textarea";

const defaults = new Map(
  fields.filter((field) => field.default !== undefined).map((field) => [field.path, field.default]),
);

/** The cards of the form, with the paths of the fields in them. */
function readCards() {
  return [...byId("case-form").querySelectorAll("section.card:not([hidden])")].map((card) => ({
    card,
    title: card.querySelector("h3").textContent,
    paths: pathsIn(card),
  }));
}

function pathsIn(part) {
  const named = [...part.querySelectorAll("[name], [data-case-list]")].map(
    (one) => one.getAttribute("name") ?? one.dataset.caseList,
  );
  const inTemplates = [...part.querySelectorAll("template")].flatMap(({ content }) => pathsIn(content));
  return [...named.map(tablePath), ...inTemplates];
}

/** The card of a field. An unknown field is in that of the object that it belongs to, if there is one. */
function cardOf(cards, name) {
  const path = tablePath(name);
  const parent = path.slice(0, path.lastIndexOf(".") + 1);
  return (
    cards.find(({ paths }) => paths.includes(path)) ??
    cards.find(({ paths }) => parent !== "" && paths.some((one) => one.startsWith(parent)))
  );
}

/** Whether a place of the form is left out of the request, or is within one that is. */
function isLeftOut(states, name) {
  const steps = name.split(/(?=[.[])/);
  return steps.some((_, index) => states.get(steps.slice(0, index + 1).join(""))?.leftOut);
}

/** The value of a place as text, or undefined if it has none of its own. */
function ownValue(states, { name, kind, value, json, id, rows }, formText) {
  if (kind === "list" && name.endsWith("document_ids") && rows.length > 0)
    return rows.map((_, index) => states.get(`${name}[${index}]`).value).join(", ");
  if (kind !== "field" || id !== undefined) return undefined;
  return value.trim() === "" ? json : valueText(name, value, formText);
}

/** The lines of a place: its label and its value, or the default value that was added. */
function linesOf(states, state, payload, formText) {
  const { name, extra } = state;
  if (isLeftOut(states, name) || (extra && readOptions().unknownFields === "strip")) return [];
  if (name === DETAILS && state.value.trim() !== "") return detailLines(state.value, formText);
  const value = ownValue(states, state, formText);
  if (value !== undefined) return [descriptionLine(labelOf(name), element("bdi", {}, value))];
  if (!defaults.has(name) || payload[name] === undefined) return [];
  const text = valueText(name, String(defaults.get(name)), formText);
  return [descriptionLine(labelOf(name), text, " ", element("span", { class: "hint" }, `(${t("by_default")})`))];
}

/** The details of the customer: those that have a field of their own in the form, and the rest as JSON. */
function detailLines(json, formText) {
  const lines = [];
  const all = members(json) ?? [];
  let rest = json;
  for (const { dataset } of byId("case-form").querySelectorAll("[data-detail]")) {
    const key = dataset.detail;
    const member = all.find((one) => one.key === key);
    const value = member && JSON.parse(json.slice(member.valueStart, member.end));
    if (typeof value !== "string") continue;
    lines.push(descriptionLine(t(`detail_${key}`), element("bdi", {}, value)));
    rest = removeMember(rest, key);
  }
  return rest === "" ? lines : [...lines, descriptionLine(labelOf(DETAILS), valueText(DETAILS, rest, formText))];
}

/**
 * Draws the sections of a request.
 * @param {{ snapshot, payload, formText: (key: string, params?: object) => string }} request
 * @param {{ level?: number, onChange?: (part: Element) => void }} options the level of the headings; `onChange` is called with
 *   the part of the form that the user wants to change; without it, no buttons are drawn
 */
export function drawSections({ snapshot, payload, formText }, { level = 3, onChange } = {}) {
  const states = snapshot.fields;
  const cards = readCards();
  const sections = new Map(cards.map((one) => [one, { paths: one.paths, lines: [], rows: new Map() }]));
  const unknown = { paths: [], lines: [], rows: new Map() };
  for (const state of states.values()) {
    const section = sections.get(cardOf(cards, state.name)) ?? unknown;
    const row = rowOf(states, state.name);
    if (row && !isLeftOut(states, row) && !section.rows.has(row)) section.rows.set(row, []);
    const order = section.paths.indexOf(tablePath(state.name));
    const target = section.rows.get(row) ?? section.lines;
    for (const drawn of linesOf(states, state, payload, formText)) target.push({ order, drawn });
  }
  const draw = (title, { lines, rows }, card) => {
    const inRows = [...rows].map(([name, own]) =>
      element(
        "div",
        { class: "section-row" },
        head(level + 1, rowTitle(name, formText), onChange && (() => onChange(rowElement(name) ?? card))),
        list(own),
      ),
    );
    return element(
      "div",
      { class: "section" },
      head(level, title, onChange && card && (() => onChange(card))),
      lines.length > 0 || inRows.length === 0 ? list(lines) : undefined,
      ...inRows,
    );
  };
  const drawn = cards.map((one) => draw(one.title, sections.get(one), one.card));
  return unknown.lines.length > 0 ? [...drawn, draw(t("unknownFields"), unknown)] : drawn;
}

/** The row of a list of objects that a place is in. */
function rowOf(states, name) {
  const row = /^\w+\[\d+\]/.exec(name)?.[0];
  return states.get(row)?.kind === "field" ? undefined : row;
}

const rowElement = (name) => byId("case-form").querySelector(`[data-case-row="${CSS.escape(name)}"]`);

/** A heading with its button. */
function head(level, title, change) {
  const label = t("change_what", { what: title });
  const button =
    change && element("button", { type: "button", class: "button", "aria-label": label, onclick: change }, t("change"));
  return element("div", { class: "section-head" }, element(`h${level}`, {}, title), button || undefined);
}

/** The lines in the order of their fields in the form; unknown fields, which it does not have, are the last. */
function list(lines) {
  if (lines.length === 0) return element("p", { class: "hint" }, t("not_stated"));
  const place = ({ order }) => (order < 0 ? Number.MAX_SAFE_INTEGER : order);
  const sorted = lines.toSorted((one, other) => place(one) - place(other));
  return element("dl", {}, ...sorted.map(({ drawn }) => drawn));
}

/** Puts the focus on the first field of a part of the form, or on its first button if it has no field. */
export function focusFirstField(part) {
  const usable = [...part.querySelectorAll(`${FIELDS}, button`)].filter(
    (one) => one.matches(":enabled") && one.getClientRects().length > 0,
  );
  const first = usable.find((one) => one.matches(FIELDS)) ?? usable[0];
  const checked = usable.find((one) => one.type === "radio" && one.name === first.name && one.checked);
  const field = checked ?? first;
  part.scrollIntoView();
  field?.focus({ preventScroll: true });
  field?.scrollIntoView({ block: "nearest" });
}
