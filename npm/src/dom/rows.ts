/** The rows of lists in a page: made from templates, moved with everything in them, and renamed. */

import type { FieldState, Fields } from "../form/state.js";
import { withoutIndices } from "./controls.js";
import { find } from "./elements.js";

/** The attribute of a row. Its value is the name of the row. */
const ROW = "data-case-row";

/** The innermost row around an element. */
export const rowOf = (element: Element | null | undefined): HTMLElement | null | undefined =>
  element?.closest(`[${ROW}]`);

/** The name of a row, such as `checks[0]`. */
export const rowName = (row: Element): string => row.getAttribute(ROW) as string;

/** The list and the index in the name of a row. */
export function splitRow(name: string): [list: string, index: number] {
  const at = name.lastIndexOf("[");
  return [name.slice(0, at), Number(name.slice(at + 1, -1))];
}

/** Names the rows of the page by their order. */
export function numberRows(root: Element): HTMLElement[] {
  const counts = new Map<string, number>();
  return [...root.querySelectorAll<HTMLElement>(`[${ROW}]`)].map((row) => {
    // A row without a name belongs to the list of its first input.
    const name = rowName(row) || (row.querySelector("[name]")?.getAttribute("name") ?? "").replace(/\.\w+$/, "");
    row.setAttribute(ROW, name);
    const [list] = splitRow(name);
    const index = counts.get(list) ?? 0;
    counts.set(list, index + 1);
    rename(row, name, `${list}[${index}]`);
    rename(row, `${withoutIndices(list)}[]`, `${list}[${index}]`);
    return row;
  });
}

/**
 * Makes the rows of the page the same as those of the store. Returns whether rows were added, removed or moved.
 *
 * @param elements the rows by their ids.
 * @param shown the ids of the rows that each list has in the page.
 */
export function arrangeRows(
  root: Element,
  fields: Fields,
  elements: Map<string, HTMLElement>,
  shown: Map<string, string>,
): boolean {
  const existing = new Set<string>();
  const changed: FieldState[] = [];
  for (const field of fields.values()) {
    if (!field.rows) continue;
    for (const id of field.rows) existing.add(id);
    if (shown.get(field.name) !== `${field.rows}`) changed.push(field);
    shown.set(field.name, `${field.rows}`);
  }
  const active = document.activeElement as HTMLElement | null;
  // When a new request is loaded, its rows reuse the elements of the removed ones: there may be no template.
  const removed = new Map<string, HTMLElement>();
  for (const [id, row] of elements) {
    if (existing.has(id)) continue;
    removed.set(rowName(row), row);
    row.remove();
    elements.delete(id);
  }
  // Lists come before the lists in their rows, so the names of outer rows are already right.
  for (const list of changed) arrangeList(root, list, elements, removed);
  // Some browsers cannot move an element without taking the focus from it.
  if (active !== document.activeElement && active?.isConnected) active.focus({ preventScroll: true });
  return changed.length > 0;
}

/** The beginning of the ids of rows, which differs for each form: several on a page can have the same template. */
function idPrefix(root: Element): string {
  const prefix = prefixes.get(root) ?? (count++ === 0 ? "" : `f${count}-`);
  prefixes.set(root, prefix);
  return prefix;
}

let count = 0;
const prefixes = new WeakMap<Element, string>();

function arrangeList(
  root: Element,
  { name: list, rows = [] }: FieldState,
  elements: Map<string, HTMLElement>,
  removed: ReadonlyMap<string, HTMLElement>,
): void {
  const template = find<HTMLTemplateElement>(root, "rows", list);
  const parent = find(root, "list", list) ?? template?.parentElement;
  let next: Element | null = template && template.parentElement === parent ? template : null;
  for (let index = rows.length; parent && index--; ) {
    const id = rows[index] as string;
    const name = `${list}[${index}]`;
    let row = elements.get(id) ?? removed.get(name);
    if (!row) {
      row = template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
      if (!row) break;
      row.setAttribute(ROW, name);
      rename(row, `${withoutIndices(list)}[]`, name, idPrefix(root) + id);
    }
    elements.set(id, row);
    rename(row, rowName(row), name);
    // The page may have elements of its own between the rows.
    let follower = row.nextElementSibling;
    while (follower && follower !== template && !follower.hasAttribute(ROW)) follower = follower.nextElementSibling;
    if (follower !== next || row.parentElement !== parent) move(parent, row, next);
    next = row;
    showIndex(row, index, rows.length);
  }
}

/** The place at which each row is shown: looking for its parts takes long in a form with hundreds of rows. */
const places = new WeakMap<Element, string>();

/** Writes the number of a row, and disables the buttons that would move it beyond the ends of its list. */
function showIndex(row: Element, index: number, count: number): void {
  const place = `${index}${index === count - 1}`;
  if (places.get(row) === place) return;
  places.set(row, place);
  for (const part of row.querySelectorAll("[data-case-number],[data-case-up],[data-case-down]")) {
    if (rowOf(part) !== row) continue;
    const number = `${index + 1}`;
    if (!part.hasAttribute("data-case-number"))
      part.toggleAttribute("disabled", index === (part.hasAttribute("data-case-up") ? 0 : count - 1));
    else if (part.textContent !== number) part.textContent = number;
  }
}

/** Moves an element; it keeps the focus if the browser supports that. */
function move(parent: Element, row: Element, next: Element | null): void {
  parent["moveBefore" in parent && row.isConnected ? "moveBefore" : "insertBefore"](row, next);
}

/** Renames a row and everything in it. A new row also gets ids of its own, which it keeps. */
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
