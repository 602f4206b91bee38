/** Names and values of fields in the words of the form, for the review and the receipt. */
import { fields } from "../../pkg/index.js";
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

/** The label of a check, if the field is in one: "Check 2". */
export function rowLabel(name, formText) {
  const index = /^checks\[(\d+)\]/.exec(name)?.[1];
  return index && formText("row", { number: Number(index) + 1 });
}

/** The label of the field of an issue, after that of its check. Empty for the whole request. */
export function issueLabel({ name }, formText) {
  if (name === "") return "";
  const document = /document_ids\[(\d+)\]$/.exec(name)?.[1];
  const own = document ? formText("document_row", { number: Number(document) + 1 }) : labelOf(name);
  const row = rowLabel(name, formText);
  return /^checks\[\d+\]$/.test(name) ? row : [row, own].filter(Boolean).join(", ");
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
