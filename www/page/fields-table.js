/** The table of the request's fields, drawn from the package's own table. */
import { element, withCode } from "./element.js";

const COLUMNS = ["Field", "Type", "Limits", "Default", "Meaning"];

/** Kinds that are written in capitals; the others are words already. */
const KINDS = { json: "JSON object", url: "URL" };

const type = (field) => `${KINDS[field.kind] ?? field.kind}${field.nullable ? " or null" : ""}`;

function limits(field) {
  const parts = [];
  // Integers that a JavaScript number cannot hold come as digits.
  const number = (value) => BigInt(value).toLocaleString("en");
  if (field.required) parts.push("required");
  const has = (key) => field[key] !== undefined && field[key] !== null;
  if (has("min") && has("max")) parts.push(`${number(field.min)} to ${number(field.max)}`);
  else if (has("min")) parts.push(`at least ${number(field.min)}`);
  else if (has("max")) parts.push(`at most ${number(field.max)}`);
  if (has("maxLength")) parts.push(`at most ${number(field.maxLength)} characters`);
  return parts.join(", ");
}

function options(field) {
  if (!field.options?.length) return undefined;
  return element(
    "details",
    {},
    element("summary", {}, `${field.options.length} values`),
    element(
      "ul",
      { class: "values" },
      ...field.options.map(({ value, label }) =>
        element("li", {}, element("code", {}, value === "" ? '""' : String(value)), label ? ` ${label}` : ""),
      ),
    ),
  );
}

/**
 * Draws the table. On narrow screens the style sheet stacks each row, which takes the table's meaning
 * away in some browsers; the roles give it back.
 */
export function drawFields(container, fields) {
  const cell = (label, ...content) =>
    element("td", { role: "cell", "data-label": label }, ...content.filter((part) => part !== ""));
  const rows = fields.map((field) =>
    element(
      "tr",
      { role: "row" },
      element(
        "th",
        { role: "rowheader", scope: "row" },
        element("code", {}, field.path),
        element("span", {}, field.label ?? ""),
      ),
      cell("Type", type(field)),
      cell("Limits", limits(field)),
      cell(
        "Default",
        field.default === undefined || field.default === null ? "" : element("code", {}, JSON.stringify(field.default)),
      ),
      cell("Meaning", ...withCode(field.hint ?? ""), options(field)),
    ),
  );
  container.replaceChildren(
    element(
      "table",
      { role: "table", "aria-labelledby": "fields-heading" },
      element(
        "thead",
        { role: "rowgroup" },
        element(
          "tr",
          { role: "row" },
          ...COLUMNS.map((name) => element("th", { role: "columnheader", scope: "col" }, name)),
        ),
      ),
      element("tbody", { role: "rowgroup" }, ...rows),
    ),
  );
}
