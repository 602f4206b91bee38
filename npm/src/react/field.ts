/** One field of a form in a component. */

import { useMemo, useSyncExternalStore } from "react";
import { type FieldProps, fieldProps } from "../form/props.js";
import type { FieldState } from "../form/state.js";
import type { CaseForm } from "../form/store.js";
import type { FieldPath } from "../issues/paths.js";
import { placeName } from "../issues/paths.js";
import { initialSnapshot } from "./initial-snapshot.js";

/** The event handlers of an input. The same functions in every render. */
export interface InputHandlers {
  /** Sets the field to the text of an input, textarea or select; for a checkbox, to whether it is checked. */
  readonly onChange: (event: {
    readonly target: { readonly value: string; readonly type?: string; readonly checked?: boolean };
  }) => void;
  /** Marks the field as left by the user. */
  readonly onBlur: () => void;
}

/** A field for a component: the attributes of its input, and the ids and issues around it. */
export interface CaseField extends Omit<FieldProps, "input"> {
  /** The attributes and handlers: `<input {...field.input} />`, also for `textarea` and `select`. */
  readonly input: FieldProps["input"] & InputHandlers;
  /** Sets the field, for inputs without these events. See `CaseForm.set`. */
  readonly set: (value: unknown) => void;
}

/**
 * A field of a form. The component is rendered again only when this field changes; until then it returns the same object.
 * A field in a removed row keeps its last state until its component is unmounted.
 *
 * @param path a name such as `checks[0].check_type`. Groups and lists have issues too.
 * @throws TypeError when the form has no such place.
 */
export function useCaseField(form: CaseForm, path: FieldPath): CaseField {
  const name = placeName(path);
  const field = useMemo(() => fieldStore(form, name), [form, name]);
  return useSyncExternalStore(form.subscribe, field.now, field.atFirst);
}

/** The snapshots of one field, for `useSyncExternalStore`. */
function fieldStore(
  form: CaseForm,
  name: string,
): { readonly now: () => CaseField; readonly atFirst: () => CaseField } {
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
    atFirst: () => read(initialSnapshot(form).fields.get(name)),
  };
}
