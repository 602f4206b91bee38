/** A page with a form of fifty checks, which counts how often each component is rendered. */
import { memo } from "react";
import { useCaseField, useCaseForm, useCaseRows, useCaseState, useCaseSubmit } from "sphinx-case/react";

export const renders = {};

function count(component) {
  renders[component] = (renders[component] ?? 0) + 1;
}

const initial = {
  customer: { full_name: "Zoë" },
  checks: Array.from({ length: 50 }, (_, index) => ({ check_type: "PEP", delete_after: index })),
};

export function Page({ onForm, language }) {
  count("Page");
  const form = useCaseForm({ initial, language, idPrefix: "case" });
  onForm?.(form);
  const submit = useCaseSubmit(form, ({ body }) => fetch("/cases", { method: "POST", body }));
  return (
    <form noValidate onSubmit={submit}>
      <Summary form={form} />
      <Field form={form} path="customer.full_name" />
      <Field form={form} path="webhook_url" />
      <Checks form={form} />
      <Buttons form={form} />
    </form>
  );
}

function Summary({ form }) {
  count("Summary");
  const shown = useCaseState(form, ({ shown }) => shown);
  return (
    <ul id="summary">
      {shown.map((issue) => (
        <li key={`${issue.name} ${issue.code}`}>{issue.message}</li>
      ))}
    </ul>
  );
}

function Buttons({ form }) {
  count("Buttons");
  const { valid, submitting, submitted } = useCaseState(form, ({ valid, submitting, submitted }) => ({
    valid,
    submitting,
    submitted,
  }));
  return (
    <button type="submit" disabled={submitting} data-valid={valid} data-submitted={submitted}>
      Send
    </button>
  );
}

function Checks({ form }) {
  count("Checks");
  const { rows, append, move } = useCaseRows(form, "checks");
  return (
    <div>
      {rows.map((row) => (
        <Check key={row.key} form={form} row={row} />
      ))}
      <button type="button" id="append" onClick={() => append({ check_type: "SANCTION" })}>
        Add
      </button>
      <button type="button" id="turn" onClick={() => move(0, 1)}>
        Turn
      </button>
    </div>
  );
}

const Check = memo(function Check({ form, row }) {
  count(`row ${row.key}`);
  return (
    <fieldset data-key={row.key}>
      <Field form={form} path={`${row.path}.check_type`} />
      <Field form={form} path={`${row.path}.delete_after`} />
      <button type="button" onClick={row.remove}>
        Remove
      </button>
    </fieldset>
  );
});

function Field({ form, path }) {
  count(path);
  const { input, hintId, issuesId, issues } = useCaseField(form, path);
  return (
    <p>
      <label htmlFor={input.id}>{path}</label>
      <span id={hintId}>A hint</span>
      <input {...input} />
      <span id={issuesId}>{issues.map(({ message }) => message).join(", ")}</span>
    </p>
  );
}
