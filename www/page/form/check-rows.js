/** The rows of checks: their titles, the labels of their buttons, and check types by their labels. */
import { fieldText, onLanguage, optionsOf, t, valueOfLabel } from "../ui/language.js";
import { announce } from "../ui/status.js";
import { Combobox } from "./combobox.js";

const TYPE = "checks[].check_type";

let types = [];
let labels = new Map();

function readLabels() {
  types = optionsOf(TYPE);
  labels = new Map(types.map(({ value, label }) => [value, label]));
}

const write = (one, text) => {
  if (one.textContent !== text) one.textContent = text;
};

const isCheckRow = (name) => /^checks\[\d+\]$/.test(name);

/** The title of a row: "Check 2" for `checks[1]`. */
export function titleOfRow(name, formText) {
  const [, list, index] = /(\w+)\[(\d+)\]$/.exec(name);
  return formText(`row_${list}`, { number: Number(index) + 1 });
}

/** What each row was shown with: its name, its states and the language. A row for which all are the same is skipped. */
const shown = new WeakMap();

/** Whether a row has changed since it was shown last. */
function hasChanged(row, ...facts) {
  const before = shown.get(row);
  if (before && facts.every((fact, index) => fact === before[index])) return false;
  shown.set(row, facts);
  return true;
}

/** Shows the state of the form: titles, labels of buttons, and the details of a row if they are used. */
export function showRows(root, form) {
  const { fields } = form.getSnapshot();
  for (const row of root.querySelectorAll("[data-case-row]")) {
    const name = row.getAttribute("data-case-row");
    const isCheck = isCheckRow(name);
    const states = isCheck ? ["check_type", ...PARTS].map((part) => fields.get(`${name}.${part}`)) : [];
    if (hasChanged(row, name, labels, ...states)) showRow(row, form, name, isCheck);
    // The states of the document IDs are not those of the list.
    const more = isCheck ? detailsOf(row) : undefined;
    if (more?.open === false && hasIssue(fields, name)) more.open = true;
  }
}

const details = new WeakMap();

/** The details of a row. They are looked up once, because there can be hundreds of rows. */
function detailsOf(row) {
  if (!details.has(row)) details.set(row, row.querySelector("details"));
  return details.get(row);
}

function showRow(row, form, name, isCheck) {
  const { fields } = form.getSnapshot();
  const title = titleOfRow(name, form.text);
  write(row.querySelector("[data-row-title]"), title);
  const type = fields.get(`${name}.check_type`)?.value;
  const label = isCheck ? (labels.get(type) ?? "") : "";
  if (isCheck) {
    write(row.querySelector("[data-check-name]"), label);
    write(row.querySelector("[data-check-label]"), label);
  }
  const rowLabel = label ? t("check_name", { row: title, name: label }) : title;
  for (const tool of row.querySelectorAll("[data-tool]")) {
    if (tool.closest("[data-case-row]") !== row) continue;
    const text = t("row_tool", { tool: t(tool.dataset.tool), row: rowLabel });
    if (tool.getAttribute("aria-label") !== text) tool.setAttribute("aria-label", text);
  }
  const more = isCheck ? detailsOf(row) : undefined;
  // The page opens the details; only the user closes them.
  if (more && !more.dataset.opened && hasMore(fields, name)) {
    more.dataset.opened = "yes";
    more.open = true;
  }
}

const PARTS = ["input_details", "document_ids", "delete_after"];

const hasMore = (fields, row) =>
  PARTS.some((part) => {
    const state = fields.get(`${row}.${part}`);
    return state && (state.value !== "" || state.json !== undefined || state.rows?.length > 0);
  });

/** Whether a field in the details has an issue to show: the focus may move there. */
function hasIssue(fields, row) {
  for (const part of PARTS) {
    const state = fields.get(`${row}.${part}`);
    if (state?.shown.length > 0) return true;
    for (let index = 0; index < (state?.rows?.length ?? 0); index += 1) {
      if (fields.get(`${row}.${part}[${index}]`)?.shown.length > 0) return true;
    }
  }
  return false;
}

/** Makes the check types comboboxes. A label that was typed ("Sanction", "Sanktionen") is replaced by its value. */
export function listenRows(root) {
  readLabels();
  onLanguage(readLabels);
  new Combobox(root, '[name^="checks["][name$="].check_type"]', {
    options: () => types,
    resolve: (text) => valueOfLabel(TYPE, text),
    label: () => fieldText(TYPE, "label"),
    asEntered: (text) => t("combo_as_entered", { text }),
    onCount: (count) => announce(t("combo_count", { count })),
  });
}
