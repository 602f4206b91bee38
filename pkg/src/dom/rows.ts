/** Rows of lists in the page: made from templates, moved with all that is in them, and named anew. */

import type { FieldState } from "../form/state.js";

/** What marks a row, with its name as the value. */
const ROW = "data-case-row";

/** The row that an element stands in, the innermost. */
export const rowOf = (element: Element): HTMLElement | null => element.closest(`[${ROW}]`);

/** The name of a row. */
export const rowName = (row: Element): string => row.getAttribute(ROW) as string;

/** The list and the index that a row's name is made of. */
export function splitRow(name: string): [list: string, index: number] {
  const at = name.lastIndexOf("[");
  return [name.slice(0, at), Number.parseInt(name.slice(at + 1), 10)];
}

/** The rows of one bound form. */
export class Rows {
  readonly #root: HTMLElement;
  readonly #elements = new Map<string, HTMLElement>();
  /** The rows that each list was last seen with. */
  readonly #seen = new Map<string, string>();
  /** Rows that have just gone. The rows of another request take their places: there may be no template. */
  readonly #left = new Map<string, HTMLElement>();

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  /** Whether the row is one that the store knows. */
  has(row: HTMLElement): boolean {
    return [...this.#elements.values()].includes(row);
  }

  /** Remembers the row that stands for an id. */
  set(id: string, row: HTMLElement): void {
    this.#elements.set(id, row);
  }

  /** Whether other code has taken the row away. */
  isLost(id: string): boolean {
    const row = this.#elements.get(id);
    return !!row && !this.#root.contains(row);
  }

  /** Names the rows that the HTML holds by their order. */
  number(): HTMLElement[] {
    const counts = new Map<string, number>();
    return [...this.#root.querySelectorAll<HTMLElement>(`[${ROW}]`)].map((row) => {
      const named = row.querySelector<HTMLInputElement>("[name*='[']") ?? (row as HTMLInputElement);
      let depth = 1;
      for (let around = row.parentElement && rowOf(row.parentElement); around; depth++)
        around = around.parentElement && rowOf(around.parentElement);
      const known = rowName(row) || named.name?.split("]").slice(0, depth).join("]").concat("]");
      if (!known || !/\]$/.test(known))
        throw new TypeError(`a [${ROW}] needs an input named like "checks[0].check_type"`);
      const [list] = splitRow(known);
      const index = counts.get(list) ?? 0;
      counts.set(list, index + 1);
      const name = `${list}[${index}]`;
      row.setAttribute(ROW, known);
      rename(row, known, name);
      rename(row, `${generic(list)}[]`, name);
      return row;
    });
  }

  /** Brings the page's rows in line with the store's. Says whether rows came, went or moved. */
  sync(fields: ReadonlyMap<string, FieldState>): boolean {
    const changed: FieldState[] = [];
    const alive = new Set<string>();
    for (const field of fields.values()) {
      if (!field.rows) continue;
      for (const id of field.rows) alive.add(id);
      const now = field.rows.join();
      if (this.#seen.get(field.name) !== now) changed.push(field);
      this.#seen.set(field.name, now);
    }
    if (!changed.length) return false;
    const active = document.activeElement as HTMLElement | null;
    this.#left.clear();
    for (const [id, row] of this.#elements) {
      if (alive.has(id)) continue;
      this.#left.set(rowName(row), row);
      row.remove();
      this.#elements.delete(id);
    }
    // Lists come before the lists in their rows, so names below are right by the time they are looked for.
    for (const { name, rows = [] } of changed) this.#arrange(name, rows);
    // Where a browser cannot move an element without taking the focus from it.
    if (active !== document.activeElement && this.#root.contains(active)) active?.focus({ preventScroll: true });
    return true;
  }

  #arrange(list: string, ids: readonly string[]): void {
    const template = this.#root.querySelector<HTMLTemplateElement>(`template[data-case-rows='${list}']`);
    const parent = this.#root.querySelector(`[data-case-list='${list}']`) ?? template?.parentElement;
    if (!parent) return;
    let next: Element | null = template?.parentElement === parent ? template : null;
    for (let index = ids.length - 1; index >= 0; index--) {
      const id = ids[index] as string;
      const name = `${list}[${index}]`;
      let row = this.#elements.get(id) ?? this.#left.get(name);
      if (!row) {
        row = template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
        if (!row) continue;
        row.setAttribute(ROW, "");
        rename(row, `${generic(list)}[]`, name, id);
      }
      this.#elements.set(id, row);
      rename(row, rowName(row), name);
      row.setAttribute(ROW, name);
      if (row.nextElementSibling !== next || row.parentElement !== parent) move(parent, row, next);
      next = row;
      for (const part of row.querySelectorAll<HTMLElement>("[data-case-number],[data-case-up],[data-case-down]")) {
        if (rowOf(part) !== row) continue;
        const { caseNumber, caseUp } = part.dataset;
        if (caseNumber === undefined) {
          part.toggleAttribute("disabled", index === (caseUp === undefined ? ids.length - 1 : 0));
        } else if (part.textContent !== `${index + 1}`) part.textContent = `${index + 1}`;
      }
    }
  }
}

const generic = (name: string): string => name.replace(/\[\d+\]/g, "[]");

/** Moves an element with the focus in it, where the browser can. */
function move(parent: Element, row: Element, next: Element | null): void {
  const mover = parent as Element & { moveBefore?: Element["insertBefore"] };
  if (row.isConnected && mover.moveBefore) mover.moveBefore(row, next);
  else parent.insertBefore(row, next);
}

/** Gives a row and what is in it another name. A new row also gets ids of its own, which then stay. */
function rename(row: Element, from: string, to: string, id?: string): void {
  if (from === to) return;
  for (const one of [row, ...row.querySelectorAll("*")]) {
    for (const { name, value } of [...one.attributes]) {
      if (name === "name" || name.startsWith("data-case-")) {
        if (from && value.startsWith(from)) one.setAttribute(name, to + value.slice(from.length));
      } else if (id && /^(id|for|list|aria-(?!label$).+)$/.test(name)) {
        one.setAttribute(name, value.replace(/\[\]|\{row\}/g, id));
      }
    }
  }
}
