/** The buttons that add, remove, duplicate and move rows: what they do, where the focus goes, and what is announced. */

import type { CaseForm } from "../form/store.js";
import type { FormTextKey } from "../generated/types.js";
import { find } from "./elements.js";
import { rowName, rowOf, splitRow } from "./rows.js";
import { rowLabel } from "./summary.js";

/** Does what a button of a row is for. Returns false if it is not such a button. */
export function pressRowButton(root: Element, form: CaseForm, button: HTMLButtonElement, status: Element): boolean {
  const { caseAppend, caseRemove, caseDuplicate, caseUp, caseDown } = button.dataset;
  const announce = (row: Element, key: FormTextKey, position?: number) => {
    const text = form.text(key, { row: rowLabel(form, row), position });
    // Screen readers do not announce the same text again.
    status.textContent = status.textContent === text ? `${text}\u00a0` : text;
  };
  /** Moves the focus into a row; null if there is no such row. */
  const focusRow = (list: string, index: number) => {
    const row = find(root, "row", `${list}[${index}]`);
    row?.querySelector<HTMLElement>(":is(input,select,textarea):not([type=hidden],:disabled)")?.focus();
    return row;
  };
  const added = (list: string, index: number) => {
    const row = focusRow(list, index);
    if (row) announce(row, "row_added");
    return true;
  };

  if (caseAppend !== undefined) {
    form.append(caseAppend);
    return added(caseAppend, (form.getSnapshot().fields.get(caseAppend)?.rows?.length ?? 0) - 1);
  }
  const row = rowOf(button);
  if (!row) return false;
  const name = rowName(row);
  const [list, index] = splitRow(name);
  if (caseRemove !== undefined) {
    announce(row, "row_removed");
    form.remove(name);
    if (!focusRow(list, index)) find(root, "append", list)?.focus();
  } else if (caseDuplicate !== undefined) {
    form.duplicate(name);
    added(list, index + 1);
  } else if ((caseUp ?? caseDown) !== undefined) {
    const to = index + (caseUp === undefined ? 1 : -1);
    // With the name that it had when the button was pressed.
    announce(row, "row_moved", to + 1);
    form.move(list, index, to);
    const buttons = [...row.querySelectorAll<HTMLButtonElement>("[data-case-up],[data-case-down]")];
    (button.disabled ? buttons.find((other) => other !== button && rowOf(other) === row) : button)?.focus();
  } else return false;
  return true;
}
