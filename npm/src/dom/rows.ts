/** Rows of lists in the page: made from templates, moved with all that is in them, and named anew. */

import type { FieldState } from "../form/state.js";
import { generic } from "./controls.js";
import { find } from "./elements.js";

/** What marks a row, with its name as the value. */
const ROW = "data-case-row";

/** The innermost row that an element stands in. */
export const rowOf = (element: Element | null | undefined): HTMLElement | null | undefined =>
  element?.closest(`[${ROW}]`);

/** The name of a row. */
export const rowName = (row: Element): string => row.getAttribute(ROW) as string;

/** The list and the index that a row's name is made of. */
export function splitRow(name: string): [list: string, index: number] {
  const at = name.lastIndexOf("[");
  return [name.slice(0, at), Number(name.slice(at + 1, -1))];
}

/** Names the rows that the HTML holds by their order. */
export function numberRows(root: Element): HTMLElement[] {
  const counts = new Map<string, number>();
  return [...root.querySelectorAll<HTMLElement>(`[${ROW}]`)].map((row) => {
    // A row that is not named is the one that its first input is in.
    const name = rowName(row) || (row.querySelector("[name]")?.getAttribute("name") ?? "").replace(/\.\w+$/, "");
    row.setAttribute(ROW, name);
    const [list] = splitRow(name);
    const index = counts.get(list) ?? 0;
    counts.set(list, index + 1);
    rename(row, name, `${list}[${index}]`);
    rename(row, `${generic(list)}[]`, `${list}[${index}]`);
    return row;
  });
}

/**
 * Brings the page's rows in line with the store's, and answers whether rows came, went or moved. `elements` are the rows by
 * their ids, `seen` the ids that each list had.
 */
export function arrangeRows(
  root: Element,
  fields: ReadonlyMap<string, FieldState>,
  elements: Map<string, HTMLElement>,
  seen: Map<string, string>,
): boolean {
  const alive = new Set<string>();
  const changed: FieldState[] = [];
  for (const field of fields.values()) {
    if (!field.rows) continue;
    for (const id of field.rows) alive.add(id);
    if (seen.get(field.name) !== `${field.rows}`) changed.push(field);
    seen.set(field.name, `${field.rows}`);
  }
  const active = document.activeElement as HTMLElement | null;
  // The rows of another request take the places of those that go: there may be no template.
  const left = new Map<string, HTMLElement>();
  for (const [id, row] of elements) {
    if (alive.has(id)) continue;
    left.set(rowName(row), row);
    row.remove();
    elements.delete(id);
  }
  // Lists come before the lists in their rows, so names are right by the time they are looked for.
  for (const { name: list, rows = [] } of changed) {
    const template = find<HTMLTemplateElement>(root, "rows", list);
    const parent = find(root, "list", list) ?? template?.parentElement;
    let next: Element | null = template && template.parentElement === parent ? template : null;
    for (let index = rows.length; parent && index--; ) {
      const id = rows[index] as string;
      const name = `${list}[${index}]`;
      let row = elements.get(id) ?? left.get(name);
      if (!row) {
        row = template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
        if (!row) break;
        row.setAttribute(ROW, name);
        rename(row, `${generic(list)}[]`, name, id);
      }
      elements.set(id, row);
      rename(row, rowName(row), name);
      if (row.nextElementSibling !== next || row.parentElement !== parent) move(parent, row, next);
      next = row;
      for (const part of row.querySelectorAll("[data-case-number],[data-case-up],[data-case-down]")) {
        if (rowOf(part) !== row) continue;
        const number = `${index + 1}`;
        if (!part.hasAttribute("data-case-number"))
          part.toggleAttribute("disabled", index === (part.hasAttribute("data-case-up") ? 0 : rows.length - 1));
        else if (part.textContent !== number) part.textContent = number;
      }
    }
  }
  // Where a browser cannot move an element without taking the focus from it.
  if (active !== document.activeElement && active?.isConnected) active.focus({ preventScroll: true });
  return changed.length > 0;
}

/** Moves an element with the focus in it, where the browser can. */
function move(parent: Element, row: Element, next: Element | null): void {
  parent["moveBefore" in parent && row.isConnected ? "moveBefore" : "insertBefore"](row, next);
}

/** Gives a row and what is in it another name. A new row also gets ids of its own, which then stay. */
function rename(row: Element, from: string, to: string, id?: string): void {
  if (from === to) return;
  for (const one of [row, ...row.querySelectorAll("*")]) {
    for (const { name, value } of [...one.attributes]) {
      if (/^(name|data-case-.*)$/.test(name)) {
        if (value.startsWith(from)) one.setAttribute(name, to + value.slice(from.length));
      } else if (id && /^(id|for|list|aria-(?!label$).*)$/.test(name)) {
        one.setAttribute(name, value.replace(/\[\]|\{row\}/g, id));
      }
    }
  }
}
