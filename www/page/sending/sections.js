/** The request in the sections of the form: its cards, and each check by itself. For the review and the receipt. */
import { fields } from "../../pkg/index.js";
import { readOptions } from "../request/request-panel.js";
import { byId, element } from "../ui/element.js";
import { t } from "../ui/language.js";
import { labelOf, rowLabel, tablePath, valueText } from "./labels.js";

const FIELDS = "input, select, textarea";

const defaults = new Map(
  fields.filter((field) => field.default !== undefined).map((field) => [field.path, field.default]),
);

/** The cards of the form, with the paths of the fields in them. */
function readCards() {
  return [...byId("case-form").querySelectorAll("section.card")].map((card) => ({
    card,
    title: card.querySelector("h3").textContent,
    paths: new Set(pathsIn(card)),
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
    cards.find(({ paths }) => paths.has(path)) ??
    cards.find(({ paths }) => parent !== "" && [...paths].some((one) => one.startsWith(parent)))
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

/** The line of a place: its label and its value, or the default value that was added. */
function lineOf(states, state, payload, formText) {
  const { name, extra } = state;
  if (isLeftOut(states, name) || (extra && readOptions().unknownFields === "strip")) return undefined;
  const value = ownValue(states, state, formText);
  if (value !== undefined) return line(labelOf(name), value);
  if (!defaults.has(name) || payload[name] === undefined) return undefined;
  const text = valueText(name, String(defaults.get(name)), formText);
  return line(labelOf(name), text, " ", element("span", { class: "hint" }, `(${t("by_default")})`));
}

const line = (label, ...value) => element("div", {}, element("dt", {}, label), element("dd", {}, ...value));

/**
 * Draws the sections of a request.
 * @param {{ snapshot, payload, formText: (key: string, params?: object) => string }} request
 * @param {{ level?: number, onChange?: (part: Element) => void }} options the level of the headings; `onChange` is called with
 *   the part of the form that the user wants to change, and without it there are no buttons
 */
export function drawSections({ snapshot, payload, formText }, { level = 3, onChange } = {}) {
  const states = snapshot.fields;
  const cards = readCards();
  const sections = new Map(cards.map((one) => [one, { lines: [], rows: new Map() }]));
  const unknown = { lines: [], rows: new Map() };
  for (const state of states.values()) {
    const section = sections.get(cardOf(cards, state.name)) ?? unknown;
    const row = /^checks\[\d+\]/.exec(state.name)?.[0];
    if (row && !isLeftOut(states, row) && !section.rows.has(row)) section.rows.set(row, []);
    const shown = lineOf(states, state, payload, formText);
    if (shown) (section.rows.get(row) ?? section.lines).push(shown);
  }
  const draw = (title, { lines, rows }, card) => {
    const checks = [...rows].map(([name, own]) =>
      element(
        "div",
        { class: "section-row" },
        head(level + 1, rowLabel(name, formText), onChange && (() => onChange(rowElement(name) ?? card))),
        linesOf(own),
      ),
    );
    return element(
      "div",
      { class: "section" },
      head(level, title, onChange && card && (() => onChange(card))),
      lines.length > 0 || checks.length === 0 ? linesOf(lines) : undefined,
      ...checks,
    );
  };
  const drawn = cards.map((one) => draw(one.title, sections.get(one), one.card));
  return unknown.lines.length > 0 ? [...drawn, draw(t("unknownFields"), unknown)] : drawn;
}

const rowElement = (name) => byId("case-form").querySelector(`[data-case-row="${CSS.escape(name)}"]`);

/** A heading with its button. */
function head(level, title, change) {
  const label = t("change_what", { what: title });
  const button =
    change && element("button", { type: "button", class: "button", "aria-label": label, onclick: change }, t("change"));
  return element("div", { class: "section-head" }, element(`h${level}`, {}, title), button || undefined);
}

const linesOf = (lines) =>
  lines.length > 0 ? element("dl", {}, ...lines) : element("p", { class: "hint" }, t("not_stated"));

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
