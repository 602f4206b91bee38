/** Issues in free JSON have the position in the text of the field. */
import { fields, renderMessage } from "../../pkg/index.js";
import { catalogue, t } from "../ui/language.js";

/** The codes of issues with a position in the text. */
const CODES = ["invalid_json", "duplicate_key", "invalid_unicode", "too_deep"];

function withPosition(issue) {
  const message = renderMessage(issue, catalogue());
  return issue.span ? `${message} (${t("place", issue.span)})` : message;
}

/** Messages for the form. */
export const freeJsonMessages = Object.fromEntries(
  fields
    .filter(({ kind }) => kind === "json")
    .flatMap(({ path }) => CODES.map((code) => [`${path}:${code}`, withPosition])),
);
