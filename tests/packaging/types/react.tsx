// The hooks, in a component as users write them.
import type { Issue, SubmitResult } from "sphinx-case";
import { type CaseRow, useCaseField, useCaseForm, useCaseRows, useCaseState, useCaseSubmit } from "sphinx-case/react";

export function Page() {
  const form = useCaseForm({ initial: { case_config: "kyc" }, show: "submitted" });
  const { input, set, issues, hintId } = useCaseField(form, "customer.full_name");
  const type = useCaseField(form, ["checks", 0, "check_type"]);
  const { rows, append } = useCaseRows(form, "checks");
  const state = useCaseState(form, ({ valid, submitting }) => ({ valid, submitting }));
  const submit = useCaseSubmit(form, ({ body }) => fetch("/cases", { method: "POST", body }), { focus: "none" });
  issues satisfies readonly Issue[];
  rows satisfies readonly CaseRow[];
  submit() satisfies Promise<SubmitResult>;
  // @ts-expect-error: not selected
  state.errors;
  // @ts-expect-error: not an option
  useCaseForm({ shown: "left" });
  return (
    <form noValidate onSubmit={submit}>
      <input {...input} aria-label="Name" />
      <textarea {...input} rows={3} />
      <select {...type.input}>
        <option>PEP</option>
      </select>
      <i id={hintId} />
      <button type="button" onClick={() => append({ check_type: "PEP" })}>
        {rows.map(({ key, path }) => `${key} ${path}`)}
      </button>
      <button type="button" onClick={() => set(undefined)} disabled={state.submitting}>
        Empty
      </button>
    </form>
  );
}
