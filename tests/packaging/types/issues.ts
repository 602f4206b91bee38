// Issues are a union by code, each with its own params.
import { addLanguage, type Catalogue, type Issue, type IssueCode, renderMessage, validate } from "sphinx-case";
import german from "sphinx-case/languages/de";

const { valid, issues, omitted } = validate({ anything: [1n] });
valid satisfies boolean;
omitted satisfies number;

for (const issue of issues) {
  issue.path satisfies (string | number)[];
  issue.code satisfies IssueCode;
  renderMessage(issue);
  renderMessage({ code: issue.code, params: issue.params }, "en");
  renderMessage(issue, german) satisfies string;
  switch (issue.code) {
    case "too_long": {
      issue.params satisfies { max: number; actual: number };
      // @ts-expect-error: another code's param
      issue.params.suggestion;
      break;
    }
    case "unknown_field": {
      issue.params.suggestion satisfies string | undefined;
      break;
    }
    case "out_of_range": {
      issue.params.max satisfies number | string;
      // @ts-expect-error: may be digits
      issue.params.max satisfies number;
      break;
    }
    // @ts-expect-error: no such code
    case "to_long":
      break;
  }
}

// Every code has a case: the compiler says so where one is missing.
type Handled = { [Code in IssueCode]: (params: Extract<Issue, { code: Code }>["params"]) => string };
declare const handled: Handled;
handled.invalid_type({ expected: "object", received: "array" }) satisfies string;
// @ts-expect-error: params are typed
handled.invalid_type({ expected: "object" });

// A catalogue of one's own may say as little as it likes, but only what there is.
const own: Catalogue = {
  language: "nl",
  messages: { required: "is verplicht", "invalid_url.scheme": "moet met https:// beginnen" },
  fields: { "checks[].check_type": { label: "Soort controle" } },
  options: { "customer.customer_type": { COMPANY: "Bedrijf" } },
  form: { optional: "niet verplicht" },
};
addLanguage(own);
validate({}, { language: own });
validate({}, { language: "nl-BE" });
validate({}, { language: ["nl-BE", "de"] as readonly string[] });
// @ts-expect-error: no such code
addLanguage({ language: "nl", messages: { requierd: "is verplicht" } });
// @ts-expect-error: a catalogue says which language it is
addLanguage({ messages: {} });
