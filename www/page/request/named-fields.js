/** Messages that name other fields: in the form with their labels, where the package has their keys. */
import { fieldLabel, renderMessage } from "../../pkg/index.js";
import { catalogue } from "../ui/language.js";

/** The codes with the param `fields`. */
const CODES = ["required_one_of", "exclusive", "customer_overwrite"];

/** The label of a key within the object of an issue, or else of the request. An unknown key is its own label. */
function labelOf(key, path) {
  const labels = [[...path, key], [key]].map((place) => fieldLabel(place, catalogue()));
  return labels.find((label) => label !== key) ?? key;
}

function withLabels(issue) {
  const fields = issue.params.fields.map((key) => labelOf(key, issue.path));
  return renderMessage({ ...issue, params: { ...issue.params, fields } }, catalogue());
}

/** Messages for the form. */
export const namedFieldMessages = Object.fromEntries(CODES.map((code) => [code, withLabels]));
