/**
 * A case form in React with `sphinx-case/react`: issues at their fields while one types, and only the field that changes is
 * rendered again. Texts stay texts until the payload is built, so no field needs a conversion.
 */
import { createRoot } from "react-dom/client";
import { useCaseField, useCaseForm, useCaseState, useCaseSubmit } from "sphinx-case/react";

function CaseForm() {
  const form = useCaseForm({ initial: { case_config: "kyc" } });
  // `body` is the text to send. An answer that is not ok is read, and what the server says stands at its field.
  const submit = useCaseSubmit(form, ({ body }) => fetch("/cases", { method: "POST", body }));
  return (
    <form noValidate onSubmit={submit}>
      <Field form={form} path="customer.full_name" label="Full name" />
      <Field form={form} path="webhook_url" label="Webhook URL" />
      <Field form={form} path="delete_after" label="Days until deletion" />
      <Field form={form} path="case_config" label="Case configuration" />
      <WholeRequest form={form} />
      <Submit form={form} />
    </form>
  );
}

function Field({ form, path, label }) {
  const { input, issues, issuesId } = useCaseField(form, path);
  return (
    <p>
      <label htmlFor={input.id}>{label}</label> <input {...input} />{" "}
      <strong id={issuesId} data-issues={path}>
        {issues.map(({ message }) => message).join(" ")}
      </strong>
    </p>
  );
}

/** What is wrong with the request as a whole stands at no field: here, that it names no customer. */
function WholeRequest({ form }) {
  const { issues } = useCaseField(form, "");
  return <strong data-issues="">{issues.map(({ message }) => message).join(" ")}</strong>;
}

function Submit({ form }) {
  const { submitting, submitted } = useCaseState(form, ({ submitting, submitted }) => ({ submitting, submitted }));
  return (
    <p>
      <button type="submit" disabled={submitting}>
        Create case
      </button>{" "}
      <output>{submitted && form.text("submitted")}</output>
    </p>
  );
}

createRoot(document.getElementById("app")).render(<CaseForm />);
