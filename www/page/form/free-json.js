/** Free JSON in a field: what is wrong with it is said with its place in the text. */
import { fields, renderMessage } from "../../pkg/index.js";
import { catalogue, t } from "../ui/language.js";

/** What may be wrong at one place of a text. */
const PLACED = ["invalid_json", "duplicate_key", "invalid_unicode", "too_deep"];

function withPlace(issue) {
  const message = renderMessage(issue, catalogue());
  return issue.span ? `${message} (${t("place", issue.span)})` : message;
}

/** Messages for the form. */
export const freeJsonMessages = Object.fromEntries(
  fields
    .filter(({ path }) => path.endsWith("input_details"))
    .flatMap(({ path }) => PLACED.map((code) => [`${path}:${code}`, withPlace])),
);
