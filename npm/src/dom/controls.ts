/** The inputs of a page as fields of the request: finding them, reading their texts and writing them. */

import { isChanged, rejectionOf } from "../form/inputs.js";
import type { Fields } from "../form/state.js";
import { CONSTRAINTS } from "../generated/constraints.js";
import type { FieldKind } from "../generated/types.js";

/** An element that the user fills in. */
export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The inputs of one field: one, or the radio buttons of a group. */
export type Controls = [Control, ...Control[]];

/** The inputs by the names of their fields, in the order of the page. */
export type ControlsByName = ReadonlyMap<string, Controls>;

/** A name without its indices, as in templates and in the field table. */
export const withoutIndices = (name: string): string => name.replace(/\[\d+\]/g, "[]");

/** Whether a name is that of a group or list, or of a place in it. Everything is in the request, whose name is empty. */
export const isWithin = (name: string, group: string): boolean =>
  !group || (name.startsWith(group) && !/^\w/.test(name.slice(group.length)));

/** The kind of a field; undefined if the request has no such field. */
const kindOf = (name: string): FieldKind | undefined =>
  (CONSTRAINTS as Record<string, readonly [FieldKind, ...unknown[]]>)[withoutIndices(name)]?.[0];

const isBoolean = ({ name }: Control): boolean => kindOf(name) === "boolean";

/** Whether it is a radio button or checkbox. */
export const isChoice = ({ type }: Control): boolean => /radio|checkbox/.test(type);

/**
 * The inputs of each field of the request. Inputs of the page itself, such as a CSRF token, are ignored, and so are those of fields that
 * are not among the `fields` of the form, because its revision does not document them.
 *
 * @throws TypeError when an input is named like a field but there is no such field: its text would be lost.
 */
export function findControls(
  element: HTMLFormElement,
  isIgnored: (name: string) => boolean,
  fields?: Fields,
): Map<string, Controls> {
  const found = new Map<string, Controls>();
  for (const control of element.elements as Iterable<unknown> as Iterable<Control>) {
    const { name, type } = control;
    if (isIgnored(name)) continue;
    const field = /^[^.[]*/.exec(name)?.[0] as string;
    if (/submit|button|reset|image|file|fieldset|output/.test(type) || !kindOf(field) || fields?.has(field) === false)
      continue;
    if (/\[\]|^$/.test(name) || /list|object|^$/.test(kindOf(name) ?? ""))
      throw new TypeError(`a case request has no field named "${name}"`);
    const others = found.get(name);
    // A hidden input before a checkbox is what a page without scripts posts while the checkbox is unchecked.
    if (others && (type !== "checkbox" || others[0].type !== "hidden")) others.push(control);
    else found.set(name, [control]);
  }
  return found;
}

/** The values of a checkbox that mean true or false, as `true` or `false`. */
const booleanOf = (value: string): string =>
  value
    .trim()
    .replace(/^(on|1)$/, "true")
    .replace(/^(off|0)$/, "false");

/** The text in the inputs of a field, now or as the HTML has it. */
export function textOf(controls: Controls, isInitial?: boolean): string {
  const [first] = controls as [HTMLInputElement];
  if (isChoice(first)) {
    const checked = (controls as HTMLInputElement[]).find((one) => one[isInitial ? "defaultChecked" : "checked"]);
    if (checked) return isBoolean(first) ? booleanOf(checked.value) : checked.value;
    // An unchecked box means false: if it were absent, the API would use its default value.
    return first.type === "checkbox" && isBoolean(first) ? "false" : "";
  }
  if (!isInitial) return first.value;
  return (
    first.defaultValue ??
    (first.querySelector<HTMLOptionElement>("[selected]") ?? first.querySelector("option"))?.value ??
    ""
  );
}

/** The first input of a field that the browser does not accept. */
export const findRejection = (controls: Controls): Control | undefined => controls.find(rejectionOf);

/** Whether the browser cannot read what the user has typed. */
export const isUnreadable = (controls: Controls): boolean => controls.some(({ validity }) => validity?.badInput);

/** Whether the user has changed what is in the inputs of a field. */
export const isEdited = (controls: Controls): boolean => controls.some(isChanged);

/** Writes a text into the inputs of a field. An input that has the text is not touched, so that it keeps the caret. */
export function writeText(controls: Controls, text: string): void {
  for (const control of controls as HTMLInputElement[]) {
    if (isChoice(control)) {
      control.checked = isBoolean(control)
        ? // Without a value the default of the API applies, which is true.
          booleanOf(control.value) === booleanOf(text || (control.type === "checkbox" ? control.value : text))
        : control.value === text;
    } else if (control.value !== text || control.validity?.badInput) {
      control.value = text;
      // A value that the select does not offer is added to it, so that it is not lost.
      if (control.value !== text && "options" in control)
        (control as unknown as HTMLSelectElement).add(new Option(text, text, false, true));
    }
  }
}
