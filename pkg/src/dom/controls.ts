/** Inputs as fields of the request: which there are, the text that stands in them, and how one is written into them. */

import { fieldOf } from "../field-path.js";
import { stepsOf } from "../form/names.js";
import { CONSTRAINTS } from "../generated/constraints.js";
import type { CaseFieldPath, FieldKind } from "../generated/types.js";

/** What a person fills in. */
export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The inputs of one field: one, or the radio buttons of a group. */
export type Controls = [Control, ...Control[]];

/** What a field holds; undefined when the contract has no such field. */
function kindOf(steps: readonly (string | number)[]): FieldKind | undefined {
  return CONSTRAINTS[fieldOf(steps) as CaseFieldPath]?.[0];
}

/**
 * The inputs of each field of the contract. What belongs to the page (a token against forgery, say) is passed over; what
 * looks like a field and is none is the author's mistake, and would be lost in silence.
 */
export function findControls(element: HTMLFormElement): Map<string, Controls> {
  const found = new Map<string, Controls>();
  for (const one of element.elements) {
    const control = one as Control;
    const { name, type } = control;
    if (!name || /^(submit|button|reset|image|file|fieldset|output)$/.test(type)) continue;
    const steps = stepsOf(name);
    const kind = kindOf(steps);
    if (!kind || kind === "list" || kind === "object") {
      if (!kindOf(steps.slice(0, 1))) continue;
      throw new TypeError(`no field of a case request can have an input named "${name}"`);
    }
    const others = found.get(name);
    // A hidden input before a box is what a page without scripts posts while the box is not ticked.
    if (!others || (type === "checkbox" && others[0].type === "hidden")) found.set(name, [control]);
    else others.push(control);
  }
  return found;
}

const isBoolean = ({ name }: Control): boolean => kindOf(stepsOf(name)) === "boolean";

/** Whether one chooses it rather than typing into it. */
export const isTicked = ({ type }: Control): boolean => type === "radio" || type === "checkbox";

/** An unticked box says no: absent would mean what the server takes for granted. */
export const isUnticked = (control: Control): boolean =>
  control.type === "checkbox" && !(control as HTMLInputElement).checked && isBoolean(control);

/** The text in the inputs of a field, or the one that the HTML gave them. */
export function textOf(controls: Controls, atStart?: boolean): string {
  const [first] = controls;
  if (isTicked(first)) {
    const ticked = (controls as HTMLInputElement[]).find((one) => (atStart ? one.defaultChecked : one.checked));
    if (!isBoolean(first)) return ticked?.value ?? "";
    return ticked ? meaningOf(ticked.value) : first.type === "checkbox" ? "false" : "";
  }
  if (!atStart) return first.value;
  if (!("options" in first)) return first.defaultValue;
  const options = [...first.options];
  return (options.find((option) => option.defaultSelected) ?? options[0])?.value ?? "";
}

/** Writes a text into the inputs of a field. What is there already stays untouched, the caret with it. */
export function writeText(controls: Controls, text: string): void {
  for (const control of controls) {
    if (isTicked(control)) {
      const isYesNo = isBoolean(control);
      const isChecked = isYesNo ? meaningOf(control.value) === meaningOf(text) : control.value === text;
      // A case starts when nothing is said, so a box is ticked then.
      (control as HTMLInputElement).checked = isChecked || (isYesNo && !text && control.type === "checkbox");
    } else if (control.value !== text) {
      control.value = text;
      // A choice that is not offered is offered from now on, so that it is not lost.
      if ("options" in control && control.value !== text) control.add(new Option(text, text, false, true));
    }
  }
}

/** The words for yes and no, as one word each. */
const meaningOf = (word: string): string =>
  /^(on|true|1)$/.test(word.trim()) ? "true" : /^(off|false|0)$/.test(word.trim()) ? "false" : word;
