/**
 * TanStack Form with the case request as its validator: `createCaseSchema()` is a Standard Schema, which it takes as it is.
 *
 * A schema judges values, not what was typed. So each field says how its text becomes a value: an empty field is absent, and
 * a number is a number.
 *
 * What gets lost on the way: warnings, which are none for a schema. All errors of a field arrive whole, with code and
 * params; those about the request as a whole stand in `form.state.errorMap.onDynamic[""]`. TanStack Form hands over what was
 * filled in, not what the schema makes of it, so `buildPayload` makes the body.
 */
import { revalidateLogic, useForm } from "@tanstack/react-form";
import { createRoot } from "react-dom/client";
import { buildPayload, createCaseSchema } from "sphinx-case";

const schema = createCaseSchema();

const asText = (typed) => typed || undefined;
const asNumber = (typed) => (/^-?\d+$/.test(typed) ? Number(typed) : typed || undefined);

function CaseForm() {
  const form = useForm({
    defaultValues: { case_config: "kyc" },
    // At the first submit, and then at every key.
    validationLogic: revalidateLogic(),
    validators: { onDynamic: schema },
    onSubmit: ({ value }) => fetch("/cases", { method: "POST", body: buildPayload(value).body }),
  });
  const submit = (event) => {
    event.preventDefault();
    form.handleSubmit();
  };
  return (
    <form noValidate onSubmit={submit}>
      <Field form={form} name="customer.full_name" label="Full name" />
      <Field form={form} name="webhook_url" label="Webhook URL" />
      <Field form={form} name="delete_after" label="Days until deletion" read={asNumber} />
      <Field form={form} name="case_config" label="Case configuration" />
      <form.Subscribe selector={({ errorMap }) => errorMap.onDynamic?.[""]}>
        {(issues) => <strong data-issues="">{issues?.map(({ message }) => message).join(" ")}</strong>}
      </form.Subscribe>
      <button type="submit">Create case</button>{" "}
      <form.Subscribe selector={({ isSubmitSuccessful }) => isSubmitSuccessful}>
        {(isSent) => <output>{isSent && "Sent"}</output>}
      </form.Subscribe>
    </form>
  );
}

function Field({ form, name, label, read = asText }) {
  return (
    <form.Field name={name}>
      {({ state, handleChange, handleBlur }) => (
        <p>
          <label>
            {label}{" "}
            <input
              name={name}
              value={state.value ?? ""}
              onChange={({ target }) => handleChange(read(target.value))}
              onBlur={handleBlur}
              aria-invalid={!state.meta.isValid}
            />
          </label>{" "}
          <strong data-issues={name}>{state.meta.errors.map(({ message }) => message).join(" ")}</strong>
        </p>
      )}
    </form.Field>
  );
}

createRoot(document.getElementById("app")).render(<CaseForm />);
