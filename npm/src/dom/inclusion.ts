/** What is part of the request: `disabled` says it in the page, `include` in the store. */

import type { FieldState } from "../form/state.js";
import type { CaseForm } from "../form/store.js";
import { type Controls, type ControlsByName, isIn } from "./controls.js";

/** The fieldsets that stand for a place of the request, by its name. */
export const findGroups = (root: Element): [name: string, fieldset: HTMLFieldSetElement][] =>
  [...root.querySelectorAll<HTMLFieldSetElement>("fieldset[data-case-include]")].map((fieldset) => [
    fieldset.dataset.caseInclude as string,
    fieldset,
  ]);

/** Whether a browser would leave the field out. */
export const isOut = (controls: Controls): boolean => controls.every((control) => control.matches(":disabled"));

/**
 * The page decides what is part of the request, as it does for a form that the browser posts. Only fieldsets follow the store,
 * when a program has changed their places since these were `seen`.
 */
export function include(
  root: Element,
  form: CaseForm,
  controls: ControlsByName,
  seen?: ReadonlyMap<string, FieldState>,
): void {
  const { fields } = form.getSnapshot();
  for (const [name, fieldset] of findGroups(root)) {
    const field = fields.get(name);
    if (!field) continue;
    const { kind, leftOut, kept } = field;
    if (seen && seen.get(name) !== field) {
      const isPart = kept || [...fields.values()].some((one) => (one.value || one.json) && isIn(one.name, name));
      if (leftOut || isPart || kind === "group") fieldset.disabled = leftOut || !isPart;
    }
    if (kind !== "field" && !(fieldset.disabled ? leftOut : kept))
      form.include(name, fieldset.disabled ? "never" : "always");
  }
  for (const [name, own] of controls) {
    const field = fields.get(name);
    // A row is part of its list as long as it is there.
    if (field && !field.id && isOut(own) !== field.leftOut) form.include(name, field.leftOut ? "auto" : "never");
  }
}
