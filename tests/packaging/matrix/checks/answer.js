/**
 * The program of every cell: a valid request, an invalid one, a form, a post and an answer of the server. The cells compare its text
 * with that of Node.
 */
import { buildPayload, createCaseForm, mapServerErrors, parseFormData, validate } from "sphinx-case";

export function answer() {
  const initial = { customer: { full_name: "Zoë 😀", input_details: { score: 1.5 } }, case_config: "kyb" };
  const form = createCaseForm({ initial });
  form.set("delete_after", "soon");
  form.blur("delete_after");
  form.append("checks", { check_type: "PEP" });
  const posted = parseFormData([
    ["customer.full_name", "Ada"],
    ["checks[0].check_type", "PEP"],
    ["delete_after", "x"],
  ]);
  return JSON.stringify({
    body: buildPayload(initial).body,
    issues: validate('{"customer_id":0,"webhook_url":"nowhere","zzz":[]}').issues,
    form: form.json(),
    marks: form.field("delete_after").issues,
    posted: posted.issues,
    server: mapServerErrors(400, '{"customer_id":["No."]}'),
  });
}
