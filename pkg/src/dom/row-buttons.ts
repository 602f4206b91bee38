/** The buttons that add, remove, copy and move rows: what they do, where the focus goes, and what is said. */

import type { CaseForm } from "../form/store.js";
import { findControls, textOf } from "./controls.js";
import { rowName, rowOf, splitRow } from "./rows.js";
import { rowLabel } from "./summary.js";

/** Does what the button is for; false when it is none of these. */
export function pressRowButton(
  element: HTMLFormElement,
  form: CaseForm,
  button: HTMLButtonElement,
  say: (text: string) => void,
): boolean {
  const { caseAppend, caseRemove, caseDuplicate, caseUp, caseDown } = button.dataset;
  const find = (attribute: string, name: string) =>
    element.querySelector<HTMLElement>(`[data-case-${attribute}='${name}']`);
  const enter = (name: string): boolean => {
    const row = find("row", name);
    const input = row?.querySelector<HTMLElement>(":is(input,select,textarea):not([type=hidden],:disabled)");
    input?.focus();
    return !!input;
  };
  const added = (list: string, index: number) => {
    const name = `${list}[${index}]`;
    enter(name);
    const row = find("row", name);
    if (row) say(form.text("row_added", { row: rowLabel(form, row) }));
  };

  if (caseAppend !== undefined) {
    form.append(caseAppend);
    const index = (form.getSnapshot().fields.get(caseAppend)?.rows?.length ?? 1) - 1;
    // What the template has in its inputs is there from the start.
    for (const [name, controls] of findControls(element)) {
      const text = name.startsWith(`${caseAppend}[${index}]`) && textOf(controls, true);
      if (text) form.set(name, text);
    }
    added(caseAppend, index);
    return true;
  }
  const row = rowOf(button);
  if (!row || (caseRemove ?? caseDuplicate ?? caseUp ?? caseDown) === undefined) return false;
  const name = rowName(row);
  const [list, index] = splitRow(name);
  if (caseRemove !== undefined) {
    say(form.text("row_removed", { row: rowLabel(form, row) }));
    form.remove(name);
    if (!enter(name)) find("append", list)?.focus();
  } else if (caseDuplicate !== undefined) {
    form.duplicate(name);
    added(list, index + 1);
  } else {
    form.move(list, index, index + (caseUp === undefined ? 1 : -1));
    const buttons = row.querySelectorAll<HTMLButtonElement>("[data-case-up],[data-case-down]");
    const other = [...buttons].find((one) => one !== button && rowOf(one) === row);
    (button.disabled ? other : button)?.focus();
    say(rowLabel(form, row));
  }
  return true;
}
