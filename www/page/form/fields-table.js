/** The table of fields, from the field table of the package. */
import { REVISIONS } from "../../pkg/index.js";
import { element, withCode } from "../ui/element.js";
import { currentLanguage, fieldText, optionsOf, t } from "../ui/language.js";
import { makeTable } from "../ui/table.js";

const COLUMNS = ["column_field", "column_type", "column_limits", "column_default", "column_meaning"];

/** Names of kinds that differ from the kind. */
const KINDS = { json: "JSON object", url: "URL" };

function type({ kind, nullable }) {
  const name = KINDS[kind] ?? kind;
  return nullable ? t("or_null", { kind: name }) : name;
}

function limits(field) {
  const parts = [];
  // Integers that a JavaScript number cannot represent exactly are strings.
  const number = (value) => BigInt(value).toLocaleString(currentLanguage());
  if (field.required) parts.push(t("limit_required"));
  const has = (key) => field[key] !== undefined && field[key] !== null;
  if (has("min") && has("max")) parts.push(t("limit_range", { min: number(field.min), max: number(field.max) }));
  else if (has("min")) parts.push(t("limit_min", { min: number(field.min) }));
  else if (has("max")) parts.push(t("limit_max", { max: number(field.max) }));
  if (field.revision !== REVISIONS[0]) parts.push(t("limit_revision", field));
  if (has("maxLength")) parts.push(t("limit_length", { max: number(field.maxLength) }));
  return parts.join(", ");
}

function options(field) {
  if (!field.options?.length) return undefined;
  return element(
    "details",
    {},
    element("summary", {}, t("values", { count: field.options.length })),
    element(
      "ul",
      { class: "values" },
      ...optionsOf(field.path).map(({ value, label }) =>
        element("li", {}, element("code", {}, value === "" ? '""' : String(value)), label ? ` ${label}` : ""),
      ),
    ),
  );
}

/** Draws the table. */
export function drawFields(container, fields) {
  const rows = fields.map((field) => [
    [element("code", {}, field.path), element("span", {}, fieldText(field.path, "label"))],
    [type(field)],
    [limits(field)],
    [field.default === undefined || field.default === null ? "" : element("code", {}, JSON.stringify(field.default))],
    [...withCode(fieldText(field.path, "hint")), options(field)],
  ]);
  container.replaceChildren(
    makeTable(
      "fields-heading",
      COLUMNS.map((name) => t(name)),
      rows,
    ),
  );
}
