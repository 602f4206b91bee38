/** Small apps for `tests/packaging/react-inputs.test.mjs`, each with a form of its own. */
import { useState } from "react";
import { useCaseField, useCaseForm, useCaseSubmit } from "sphinx-case/react";

const post = ({ body }) => fetch("/cases", { method: "POST", body });
const CUSTOMER = { customer: { full_name: "Ada Lovelace" }, case_config: "kyc" };

function Field({ form, path, as: Tag = "input", ...more }) {
  const { input, hintId, issuesId, issues } = useCaseField(form, path);
  return (
    <div>
      <label htmlFor={input.id}>{path}</label>
      <p id={hintId}>A hint</p>
      <p id={issuesId}>
        {issues.map(({ code, message }) => (
          <span key={code} style={{ display: "block", height: 80 }}>
            {message}
          </span>
        ))}
      </p>
      <Tag {...input} {...more} />
    </div>
  );
}

function Numbers() {
  const form = useCaseForm({ initial: CUSTOMER });
  globalThis.form = form;
  return (
    <form noValidate onSubmit={useCaseSubmit(form, post)}>
      <Field form={form} path="customer_id" type="number" />
      <Field form={form} path="delete_after" type="number" max="90" />
      <Field form={form} path="customer.external_id" required />
      <Field form={form} path="webhook_url" type="url" />
      <input type="checkbox" id="terms" required defaultChecked />
      <button type="submit">Create</button>
    </form>
  );
}

function Typed() {
  const form = useCaseForm({ initial: { ...CUSTOMER, customer: { full_name: "Grace", input_details: { a: 1 } } } });
  const start = useCaseField(form, "auto_start");
  return (
    <form noValidate onSubmit={useCaseSubmit(form, post)}>
      <Field form={form} path="customer.full_name" />
      <Field form={form} path="customer.external_id" />
      <Field form={form} path="customer.input_details" as="textarea" />
      <Field form={form} path="delete_after" type="number" />
      <Choice form={form} path="customer.customer_type" options={["", "INDIVIDUAL", "COMPANY"]} />
      <input type="checkbox" {...start.input} />
      <button type="submit">Create</button>
    </form>
  );
}

function Choice({ form, path, options }) {
  const { input } = useCaseField(form, path);
  return (
    <select {...input}>
      {options.map((option) => (
        <option key={option} value={option}>
          {option || "–"}
        </option>
      ))}
    </select>
  );
}

function Actions() {
  const [how, setHow] = useState("submit");
  const form = useCaseForm({ initial: { customer_id: 7, checks: [{ check_type: "PEP" }], auto_start: true } });
  const submit = useCaseSubmit(form, post);
  const start = useCaseField(form, "auto_start");
  globalThis.form = form;
  return (
    <form noValidate action={how === "submit" ? submit : async () => void (await form.submit(post))} data-how={how}>
      <Field form={form} path="customer_id" />
      <Field form={form} path="delete_after" type="number" />
      <Choice form={form} path="checks[0].check_type" options={["", "PEP", "IDV"]} />
      <input type="checkbox" {...start.input} />
      <button type="submit">Create</button>
      <button type="reset">Reset</button>
      <button type="button" id="how" onClick={() => setHow("around")}>
        Around
      </button>
    </form>
  );
}

function One({ title }) {
  const form = useCaseForm({ initial: { case_config: "kyc" } });
  const submit = useCaseSubmit(form, ({ body }) => fetch(`/cases?${title}`, { method: "POST", body }));
  return (
    <form aria-label={title} noValidate onSubmit={submit}>
      <Field form={form} path="customer.full_name" />
      <button type="submit">Create</button>
    </form>
  );
}

const Two = () => (
  <>
    <One title="first" />
    <One title="second" />
  </>
);

export const APPS = { Numbers, Typed, Actions, Two };
