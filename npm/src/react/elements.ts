/** The inputs of a field in the page: what was typed before hydration, and what a native reset changes. */

import { type InputLike, isChanged } from "../form/inputs.js";
import type { FieldProps } from "../form/props.js";

/** An input, select or textarea. Only what they have in common is used. */
export type Input = HTMLInputElement;

/** The inputs of a field: one, or radio buttons. None if they are not in the page, or could be those of another form. */
export function findInputs({ id, name }: FieldProps["input"]): readonly Input[] {
  const element = document.getElementById(id);
  if (isInput(element) && element.type !== "radio") return [element];
  const named = [...document.getElementsByName(name)].filter(isInput);
  const isGroup = named.every(({ type, form }) => type === "radio" && form === named[0]?.form);
  return isGroup || named.length === 1 ? named : [];
}

function isInput(element: Element | null): element is Input {
  return element !== null && "validity" in element && "value" in element;
}

/** What the user has changed in the inputs since the server has rendered them, as a copy; undefined if there is nothing. */
export function readChanged(inputs: readonly Input[]): InputLike | undefined {
  const input = inputs.find((input) => isChanged(input) && (input.type !== "radio" || input.checked));
  if (input === undefined) return undefined;
  const { value, type, checked, willValidate, validationMessage, validity } = input;
  const { valid, badInput, valueMissing, customError } = validity;
  return {
    value,
    type,
    checked,
    willValidate,
    validationMessage,
    validity: { valid, badInput, valueMissing, customError },
  };
}

/** Keeps what is in the inputs. Returns a function that writes it back. */
export function keepInputs(inputs: readonly Input[]): () => void {
  const kept = inputs.map(({ value, checked }) => ({ value, checked }));
  return () => {
    for (const [index, input] of inputs.entries()) Object.assign(input, kept[index]);
  };
}

/** Writes the value of a field into its inputs. */
export function writeInputs(inputs: readonly Input[], { value, checked }: FieldProps["input"]): void {
  for (const input of inputs) {
    if (input.type === "radio") input.checked = input.value === value;
    else if (input.type === "checkbox") input.checked = checked ?? value === "true";
    else input.value = value;
  }
}
