/**
 * React Hook Form with the case request as its schema: `createCaseSchema()` is a Standard Schema, so the resolver that comes
 * with React Hook Form's own resolvers takes it as it is.
 *
 * A schema judges values, not what was typed. So each field says how its text becomes a value (`setValueAs`): an empty field
 * is absent, and a number is a number.
 *
 * What gets lost on the way: of each field only the first message is kept, without its code and params; warnings are none
 * for a schema. Messages about the request as a whole come together in `errors.root`.
 */
import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { createRoot } from "react-dom/client";
import { useForm } from "react-hook-form";
import { createCaseSchema } from "sphinx-case";

const schema = createCaseSchema();

const text = { setValueAs: (typed) => typed || undefined };
const number = { setValueAs: (typed) => (/^-?\d+$/.test(typed) ? Number(typed) : typed || undefined) };

function CaseForm() {
  const { register, handleSubmit, formState } = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: { case_config: "kyc" },
  });
  const { errors, isSubmitSuccessful } = formState;
  // What comes here has passed the schema: it is the payload, defaults filled in and in the order of the API.
  const send = (payload) => fetch("/cases", { method: "POST", body: JSON.stringify(payload) });
  return (
    <form noValidate onSubmit={handleSubmit(send)}>
      <Field label="Full name" {...register("customer.full_name", text)} error={errors.customer?.full_name} />
      <Field label="Webhook URL" {...register("webhook_url", text)} error={errors.webhook_url} />
      <Field label="Days until deletion" {...register("delete_after", number)} error={errors.delete_after} />
      <Field label="Case configuration" {...register("case_config", text)} error={errors.case_config} />
      <strong data-issues="">{errors.root?.message}</strong>
      <button type="submit">Create case</button> <output>{isSubmitSuccessful && "Sent"}</output>
    </form>
  );
}

function Field({ label, error, ...input }) {
  return (
    <p>
      <label>
        {label} <input {...input} aria-invalid={error !== undefined} />
      </label>{" "}
      <strong data-issues={input.name}>{error?.message}</strong>
    </p>
  );
}

createRoot(document.getElementById("app")).render(<CaseForm />);
