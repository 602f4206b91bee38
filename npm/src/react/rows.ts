/** The rows of a list in a component. */

import { useMemo, useSyncExternalStore } from "react";
import type { CaseFormSnapshot } from "../form/state.js";
import type { CaseForm } from "../form/store.js";
import type { Issue } from "../generated/types.js";
import type { FieldPath } from "../issues/paths.js";
import { placeName } from "../issues/paths.js";
import { initialSnapshot } from "./initial-snapshot.js";
import { isShallowEqual } from "./shallow-equal.js";

/** A row. The same object until the row is moved, so that its component can use `memo`. */
export interface CaseRow {
  /** The `key` for React: it stays the same when the row is moved. */
  readonly key: string;
  /** Its current name, such as `checks[0]`. */
  readonly path: string;
  readonly index: number;
  readonly remove: () => void;
  /** Inserts a copy after it, with all its texts. */
  readonly duplicate: () => void;
  readonly moveTo: (index: number) => void;
}

/** A list for a component. The functions are the same in every render. */
export interface CaseRows {
  readonly rows: readonly CaseRow[];
  /** The issues of the list itself to show now, errors first. */
  readonly issues: readonly Issue[];
  readonly append: (value?: unknown) => void;
  readonly insert: (index: number, value?: unknown) => void;
  readonly remove: (index: number) => void;
  readonly move: (from: number, to: number) => void;
}

/**
 * The rows of a list: `checks`, `document_ids` or `checks[0].document_ids`. The component is rendered again when a row is
 * added, removed or moved, or when the issues of the list itself change; not when a field in a row changes.
 *
 * @throws TypeError when the form has no such list.
 */
export function useCaseRows(form: CaseForm, list: FieldPath): CaseRows {
  const name = placeName(list);
  const rows = useMemo(() => rowsStore(form, name), [form, name]);
  return useSyncExternalStore(form.subscribe, rows.now, rows.atFirst);
}

/** The snapshots of one list, for `useSyncExternalStore`. */
function rowsStore(form: CaseForm, name: string): { readonly now: () => CaseRows; readonly atFirst: () => CaseRows } {
  const actions = {
    append: (value?: unknown) => form.append(name, value),
    insert: (index: number, value?: unknown) => form.insert(name, index, value),
    remove: (index: number) => form.remove(`${name}[${index}]`),
    move: (from: number, to: number) => form.move(name, from, to),
  };
  const row = (key: string, index: number): CaseRow => {
    const path = `${name}[${index}]`;
    return {
      key,
      path,
      index,
      remove: () => form.remove(path),
      duplicate: () => form.duplicate(path),
      moveTo: (to) => form.move(name, index, to),
    };
  };
  let last: CaseRows | undefined;
  const read = ({ fields }: CaseFormSnapshot): CaseRows => {
    const state = fields.get(name);
    if (state?.rows === undefined) {
      // The list is in a removed row, whose component will be unmounted.
      if (last !== undefined) return last;
      throw new TypeError(`this form has no list "${name}"`);
    }
    const before = new Map(last?.rows.map((row) => [row.key, row]));
    const now = state.rows.map((key, index) => {
      const known = before.get(key);
      return known?.index === index ? known : row(key, index);
    });
    const rows = last !== undefined && isShallowEqual(last.rows, now) ? last.rows : now;
    const issues = last !== undefined && isShallowEqual(last.issues, state.shown) ? last.issues : state.shown;
    if (last === undefined || rows !== last.rows || issues !== last.issues) last = { rows, issues, ...actions };
    return last;
  };
  return { now: () => read(form.getSnapshot()), atFirst: () => read(initialSnapshot(form)) };
}
