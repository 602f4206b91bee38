/**
 * Conform names its inputs as this library does (`customer.full_name`, `checks[0].check_type`) and works on the `FormData`
 * of the page. So `parseFormData` reads it, in the browser here, and in the same words on a server: no field needs a
 * conversion, an empty one is absent, and digits are a number.
 *
 * (`useForm(createCaseSchema(), …)` works too, but Conform gives a schema nothing but texts, and `delete_after` must be a number.)
 *
 * What gets lost on the way: Conform keeps the messages of each field, without codes and params; it has no warnings. Its
 * errors may be of any shape, though: give it `built.issues` grouped by `name`, and all is there.
 */
import { formatIssues } from "@conform-to/dom/future";
import { useForm } from "@conform-to/react/future";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { parseFormData } from "sphinx-case";

function CaseForm() {
  const [isSent, setSent] = useState(false);
  const { form, fields } = useForm({
    defaultValue: { case_config: "kyc" },
    shouldRevalidate: "onInput",
    onValidate({ formData }) {
      const built = parseFormData(formData);
      if (built.ok) return { error: null, value: built };
      return { error: formatIssues(built.issues.filter(({ severity }) => severity === "error")) };
    },
    async onSubmit(event, { value: built }) {
      event.preventDefault();
      await fetch("/cases", { method: "POST", body: built.body });
      setSent(true);
    },
  });
  const customer = fields.customer.getFieldset();
  return (
    <form {...form.props} noValidate>
      <Field label="Full name" field={customer.full_name} />
      <Field label="Webhook URL" field={fields.webhook_url} />
      <Field label="Days until deletion" field={fields.delete_after} />
      <Field label="Case configuration" field={fields.case_config} />
      <strong data-issues="">{form.errors?.join(" ")}</strong>
      <button type="submit">Create case</button> <output>{isSent && "Sent"}</output>
    </form>
  );
}

function Field({ label, field }) {
  return (
    <p>
      <label htmlFor={field.id}>{label}</label>{" "}
      <input
        id={field.id}
        name={field.name}
        defaultValue={field.defaultValue}
        aria-invalid={field.ariaInvalid}
        aria-describedby={field.ariaDescribedBy}
      />{" "}
      <strong id={field.errorId} data-issues={field.name}>
        {field.errors?.join(" ")}
      </strong>
    </p>
  );
}

createRoot(document.getElementById("app")).render(<CaseForm />);
