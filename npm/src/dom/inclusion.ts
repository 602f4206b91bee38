/** What is part of the request: `disabled` in the page, `include` in the store. */

import type { FieldState } from "../form/state.js";
import type { CaseForm } from "../form/store.js";
import { type Controls, type ControlsByName, isWithin } from "./controls.js";

/** The fieldsets with `data-case-include`, and the names in it. */
export const findGroups = (root: Element): [name: string, fieldset: HTMLFieldSetElement][] =>
  [...root.querySelectorAll<HTMLFieldSetElement>("fieldset[data-case-include]")].map((fieldset) => [
    fieldset.dataset.caseInclude as string,
    fieldset,
  ]);

/** Whether all inputs of a field are disabled: browsers do not post them. */
export const isDisabled = (controls: Controls): boolean => controls.every((control) => control.matches(":disabled"));

/**
 * Includes in the request what is enabled in the page, as if the browser posted the form.
 *
 * @param shown the fields that the page shows. A fieldset follows the store if a program has changed its place since.
 */
export function updateInclusion(
  root: Element,
  form: CaseForm,
  controls: ControlsByName,
  shown?: ReadonlyMap<string, FieldState>,
): void {
  const { fields } = form.getSnapshot();
  for (const [name, fieldset] of findGroups(root)) {
    const field = fields.get(name);
    if (!field) continue;
    const { kind, leftOut, kept } = field;
    if (shown && shown.get(name) !== field) {
      const isPart = kept || [...fields.values()].some((one) => (one.value || one.json) && isWithin(one.name, name));
      if (leftOut || isPart || kind === "group") fieldset.disabled = leftOut || !isPart;
    }
    if (kind !== "field" && !(fieldset.disabled ? leftOut : kept))
      form.include(name, fieldset.disabled ? "never" : "always");
  }
  for (const [name, own] of controls) {
    const field = fields.get(name);
    // A row is part of its list as long as it exists.
    if (field && !field.id && isDisabled(own) !== field.leftOut) form.include(name, field.leftOut ? "auto" : "never");
  }
}

/**
 * If the request needs one of several fields and the page offers only one of them, a group, the group becomes part of the request:
 * then its required fields are asked for, instead of fields that the page does not have.
 */
export function includeOffered(form: CaseForm, controls: ControlsByName): void {
  const built = form.build();
  for (const { code, params } of built.ok ? [] : built.errors) {
    if (code !== "required_one_of") continue;
    const isOffered = (place: string) => [...controls.keys()].some((name) => isWithin(name, place));
    const [only, other] = params.fields.filter(isOffered);
    if (only && !other && form.getSnapshot().fields.get(only)?.kind === "group") form.include(only, "always");
  }
}
