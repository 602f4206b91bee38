/**
 * Messages as instructions in the words of the form: whole sentences that say which field they are about, so that they need no
 * label before them. Other messages are those of the package.
 */
import { fields } from "../../pkg/index.js";
import { currentLanguage, t } from "../ui/language.js";
import { chosenSides } from "./alternatives.js";

/** The numbers of the rows around the field of an issue, from 1: `number` of the innermost, `check` of the check. */
function rowsOf({ path }) {
  const numbers = path.filter((segment) => typeof segment === "number").map((index) => index + 1);
  return { number: numbers.at(-1), check: numbers.length > 1 ? numbers[0] : undefined };
}

const sentence = (key) => (issue) => t(key, rowsOf(issue));

/** The texts by field, and by code or variant. */
const TEXTS = {
  "customer.full_name": { required: "enter_full_name", blank: "enter_full_name" },
  customer_id: {
    blank: "enter_customer_id",
    "invalid_type.integer": "enter_customer_id",
    out_of_range: "enter_customer_id",
  },
  case_config: { blank: "enter_case_config", exclusive: "choose_checks" },
  "checks[].check_type": {
    required: "enter_check_type",
    blank: "enter_check_type",
    missing_check_type: "enter_check_type",
  },
  "document_ids[]": { "invalid_type.integer": "enter_document", out_of_range: "enter_document" },
  "checks[].document_ids[]": { "invalid_type.integer": "enter_document", out_of_range: "enter_document" },
  webhook_url: {
    "invalid_url.not_absolute": "enter_webhook",
    "invalid_url.scheme": "enter_webhook",
    "invalid_url.host": "enter_webhook",
  },
  customer: { exclusive: "choose_customer" },
};

/** Without a customer: which field is missing depends on the side that is chosen. */
const missingCustomer = () =>
  t(chosenSides()["choose-customer"] === "customer_id" ? "enter_customer_id" : "choose_customer");

/** Without a period: the label before it says which number of days it is. */
const days = ({ max }) => t("enter_days", { max: max.toLocaleString(currentLanguage()) });

/** Messages for the form. */
export const instructions = Object.fromEntries([
  [":required_one_of", missingCustomer],
  ...fields
    .filter(({ path }) => path.endsWith("delete_after"))
    .flatMap((field) =>
      ["invalid_type.integer", "out_of_range"].map((code) => [`${field.path}:${code}`, () => days(field)]),
    ),
  ...Object.entries(TEXTS).flatMap(([field, texts]) =>
    Object.entries(texts).map(([code, key]) => [`${field}:${code}`, sentence(key)]),
  ),
]);
