/** Inputs as fields of the request: which there are, the text that stands in them, and how one is written into them. */

import { CONSTRAINTS } from "../generated/constraints.js";
import type { FieldKind } from "../generated/types.js";

/** What a person fills in. */
export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The inputs of one field: one, or the radio buttons of a group. */
export type Controls = [Control, ...Control[]];

/** The inputs by the names of their fields, in the order of the page. */
export type ControlsByName = ReadonlyMap<string, Controls>;

/** A name without its indices, as templates and the field table have it. */
export const generic = (name: string): string => name.replace(/\[\d+\]/g, "[]");

/** Whether a place is a group or list itself, or lies in it. Everything lies in the request, whose name is empty. */
export const isIn = (name: string, group: string): boolean =>
  !group || (name.startsWith(group) && !/^\w/.test(name.slice(group.length)));

/** What a field holds; undefined when the contract has no such field. */
const kindOf = (name: string): FieldKind | undefined =>
  (CONSTRAINTS as Record<string, readonly [FieldKind, ...unknown[]]>)[generic(name)]?.[0];

const isBoolean = ({ name }: Control): boolean => kindOf(name) === "boolean";

/** Whether one chooses it rather than typing into it. */
export const isTicked = ({ type }: Control): boolean => /radio|checkbox/.test(type);

/**
 * The inputs of each field of the contract. What belongs to the page (a token against forgery, say) is passed over; what
 * looks like a field and is none is the author's mistake, and would be lost in silence.
 */
export function findControls(element: HTMLFormElement): Map<string, Controls> {
  const found = new Map<string, Controls>();
  for (const control of element.elements as Iterable<unknown> as Iterable<Control>) {
    const { name, type } = control;
    if (/submit|button|reset|image|file|fieldset|output/.test(type) || !kindOf(/^[^.[]*/.exec(name)?.[0] as string))
      continue;
    if (/\[\]|^$/.test(name) || /list|object|^$/.test(kindOf(name) ?? ""))
      throw new TypeError(`no field of a case request is named "${name}"`);
    const others = found.get(name);
    // A hidden input before a box is what a page without scripts posts while the box is not ticked.
    if (others && (type !== "checkbox" || others[0].type !== "hidden")) others.push(control);
    else found.set(name, [control]);
  }
  return found;
}

/** The words for yes and no, as one word each. */
const meaningOf = (word: string): string =>
  word
    .trim()
    .replace(/^(on|1)$/, "true")
    .replace(/^(off|0)$/, "false");

/** The text in the inputs of a field, or the one that the HTML gave them. */
export function textOf(controls: Controls, atStart?: boolean): string {
  const [first] = controls as [HTMLInputElement];
  if (isTicked(first)) {
    const ticked = (controls as HTMLInputElement[]).find((one) => one[atStart ? "defaultChecked" : "checked"]);
    if (ticked) return isBoolean(first) ? meaningOf(ticked.value) : ticked.value;
    // An unticked box says no: absent would mean what the server takes for granted.
    return first.type === "checkbox" && isBoolean(first) ? "false" : "";
  }
  if (!atStart) return first.value;
  return (
    first.defaultValue ??
    (first.querySelector<HTMLOptionElement>("[selected]") ?? first.querySelector("option"))?.value ??
    ""
  );
}

/** Writes a text into the inputs of a field. What is there already stays untouched, the caret with it. */
export function writeText(controls: Controls, text: string): void {
  for (const control of controls as HTMLInputElement[]) {
    if (isTicked(control)) {
      control.checked = isBoolean(control)
        ? // A case starts when nothing is said, so a box is ticked then.
          meaningOf(control.value) === meaningOf(text || (control.type === "checkbox" ? control.value : text))
        : control.value === text;
    } else if (control.value !== text) {
      control.value = text;
      // A choice that is not offered is offered from now on, so that it is not lost.
      if (control.value !== text && "options" in control)
        (control as unknown as HTMLSelectElement).add(new Option(text, text, false, true));
    }
  }
}
