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

/** The page decides what is part of the request, as it does for a form that the browser posts. */
export function obeyPage(root: Element, form: CaseForm, controls: ControlsByName): void {
  const { fields } = form.getSnapshot();
  for (const [name, { disabled }] of findGroups(root)) {
    const field = fields.get(name);
    if (field && !controls.has(name) && !(disabled ? field.leftOut : field.kept))
      form.include(name, disabled ? "never" : "always");
  }
  for (const [name, own] of controls) {
    const field = fields.get(name);
    // A row is part of its list as long as it is there.
    if (field && !field.id && isOut(own) !== field.leftOut) form.include(name, field.leftOut ? "auto" : "never");
  }
}

/** A program has changed the request, and the fieldsets tell what is part of it now. */
export function obeyStore(
  root: Element,
  fields: ReadonlyMap<string, FieldState>,
  seen: ReadonlyMap<string, FieldState>,
): void {
  for (const [name, fieldset] of findGroups(root)) {
    const field = fields.get(name);
    if (!field || field === seen.get(name)) continue;
    const isPart = field.kept || [...fields.values()].some((one) => (one.value || one.json) && isIn(one.name, name));
    if (field.leftOut || isPart || field.kind === "group") fieldset.disabled = field.leftOut || !isPart;
  }
}
