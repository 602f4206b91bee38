/** The labels of fields, for your own form. */

import { FIELDS } from "../generated/fields.js";
import type { CaseFieldPath, Issue } from "../generated/types.js";
import { catalogueOf, type LanguageChoice } from "../issues/catalogue.js";
import { type FieldPath, fieldOf, placeName, segmentsOf } from "../issues/paths.js";

/**
 * The label of a field, or of the field of an issue: `fieldLabel("checks[0].check_type")` is "Check type". For a row of a list
 * it is the label of the list. For an unknown field it is the last key of its path, and for the whole request an empty text.
 *
 * ```ts
 * const lines = issues.map((issue) => `${fieldLabel(issue, "de")}: ${renderMessage(issue, "de")}`);
 * ```
 *
 * @param place a path in any notation (also of the field table, `checks[].check_type`), or an issue.
 * @param language as for `renderMessage`. A label that the catalogue does not have is in English.
 */
export function fieldLabel(place: FieldPath | Pick<Issue, "path">, language?: LanguageChoice): string {
  const { fields } = catalogueOf(language);
  const steps = segmentsOf(nameOfPlace(place));
  const path = fieldOf(steps);
  for (const known of [path, path.replace(/\[\]$/, "")] as CaseFieldPath[]) {
    const label = fields?.[known]?.label ?? FIELDS.find((field) => field.path === known)?.label;
    if (label !== undefined) return label;
  }
  return String(steps.at(-1) ?? "");
}

function nameOfPlace(place: FieldPath | Pick<Issue, "path">): string {
  if (typeof place === "string") return placeName(place.replaceAll("[]", "[0]"));
  return placeName((place as Partial<Issue> | null)?.path ?? (place as FieldPath));
}
