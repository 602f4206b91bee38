/** One field of a form in a component. */

import { useMemo, useSyncExternalStore } from "react";
import { type FieldProps, fieldProps } from "../form/props.js";
import type { FieldState } from "../form/state.js";
import type { CaseForm } from "../form/store.js";
import type { FieldPath } from "../issues/paths.js";
import { placeName } from "../issues/paths.js";
import { firstSnapshot } from "./initial-snapshot.js";

/** What an input tells the form. The same functions in every render. */
export interface InputHandlers {
  /** Takes the text of an input, a text area or a select; of a checkbox, whether it is checked. */
  readonly onChange: (event: {
    readonly target: { readonly value: string; readonly type?: string; readonly checked?: boolean };
  }) => void;
  readonly onBlur: () => void;
}

/** A field for a component: what its input needs, and what goes around it. */
export interface CaseField extends Omit<FieldProps, "input"> {
  /** To be spread: `<input {...field.input} />`, and so for `textarea` and `select`. */
  readonly input: FieldProps["input"] & InputHandlers;
  /** Gives the field a value, for inputs that have no such events. See `CaseForm.set`. */
  readonly set: (value: unknown) => void;
}

/**
 * A field of the form. The component is rendered again only when this field changes, and the answer is the same object until then.
 * A row that is removed keeps its last state until its component is gone.
 *
 * @param path a name such as `checks[0].check_type`; of a row it is `path` with the rest behind it. A group or a list has issues too.
 * @throws TypeError when the form has no such place.
 */
export function useCaseField(form: CaseForm, path: FieldPath): CaseField {
  const name = placeName(path);
  const field = useMemo(() => watched(form, name), [form, name]);
  return useSyncExternalStore(form.subscribe, field.now, field.atFirst);
}

/** The readers of one field. */
function watched(form: CaseForm, name: string): { readonly now: () => CaseField; readonly atFirst: () => CaseField } {
  const set = (value: unknown) => form.set(name, value);
  const handlers: InputHandlers = {
    onChange: ({ target }) => set(target.type === "checkbox" ? String(target.checked) : target.value),
    onBlur: () => form.blur(name),
  };
  let last: CaseField | undefined;
  const read = (state: FieldState | undefined): CaseField => {
    if (state === undefined && last === undefined) throw new TypeError(`this form has no field or row "${name}"`);
    if (last === undefined || (state !== undefined && last.state !== state)) {
      const { input, ...props } = fieldProps(state as FieldState);
      last = { ...props, input: { ...input, ...handlers }, set };
    }
    return last;
  };
  return {
    now: () => read(form.getSnapshot().fields.get(name)),
    atFirst: () => read(firstSnapshot(form).fields.get(name)),
  };
}
