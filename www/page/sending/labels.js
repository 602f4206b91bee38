/** Names and values of fields in the words of the form, for the review and the receipt. */
import { fields } from "../../pkg/index.js";
import { titleOfRow } from "../form/check-rows.js";
import { retentionText } from "../form/retention.js";
import { element } from "../ui/element.js";
import { fieldText, optionsOf, t } from "../ui/language.js";

/** The path in the field table: `checks[].check_type` for `checks[0].check_type`. */
export const tablePath = (name) => name.replace(/\[\d+\]/g, "[]");

/** Texts of the form that replace the labels of these fields. */
const LABELS = {
  delete_after: "retention_case",
  "customer.delete_after": "retention_customer",
  "checks[].delete_after": "retention_check",
  auto_start: "start",
  customer_id: "customer_number",
};

/** The label of a field of the table; of an unknown field its name. */
export function labelOf(name) {
  const path = tablePath(name);
  return (path in LABELS ? t(LABELS[path]) : fieldText(path, "label")) || name;
}

/** The row that a field is in, or that it is. */
const rowOf = (name) => /^\w+\[\d+\]/.exec(name)?.[0];

/** The title of the row that a field is in, if it is in one: "Check 2". */
export function rowTitle(name, formText) {
  const row = rowOf(name);
  return row && titleOfRow(row, formText);
}

/** The label of the field of an issue, after that of its row. Empty for the whole request. */
export function issueLabel({ name }, formText) {
  if (name === "") return "";
  const row = rowTitle(name, formText);
  if (name === rowOf(name)) return row;
  const own = /\[\d+\]$/.test(name) ? titleOfRow(name, formText) : labelOf(name);
  return [row, own].filter(Boolean).join(", ");
}

/** The text for a value. */
export function valueText(name, value, formText) {
  const path = tablePath(name);
  const option = optionsOf(path).find((one) => one.value === value);
  if (option) return option.label;
  if (path.endsWith("delete_after")) return element("span", { class: "words" }, retentionText(value, formText));
  if (path === "auto_start") return t(value === "true" ? "start_now" : "start_later");
  const { kind } = fields.find((field) => field.path === path) ?? { kind: "json" };
  return kind === "json" ? element("code", {}, value) : value;
}
