/** The rows of a list in a component. */

import { useMemo, useSyncExternalStore } from "react";
import type { CaseFormSnapshot } from "../form/state.js";
import type { CaseForm } from "../form/store.js";
import type { Issue } from "../generated/types.js";
import type { FieldPath } from "../issues/paths.js";
import { placeName } from "../issues/paths.js";
import { firstSnapshot } from "./initial-snapshot.js";
import { isAlike } from "./shallow-equal.js";

/** A row. The same object until the row has another place, so that `memo` holds for its component. */
export interface CaseRow {
  /** Stays with the row wherever it moves: React's `key`. */
  readonly key: string;
  /** Its name now, as `checks[0]`. */
  readonly path: string;
  readonly index: number;
  readonly remove: () => void;
  /** Puts a copy of it behind it, with all that was typed. */
  readonly duplicate: () => void;
  readonly moveTo: (index: number) => void;
}

/** A list for a component. The functions are the same in every render. */
export interface CaseRows {
  readonly rows: readonly CaseRow[];
  /** The issues of the list itself that are to be shown, errors first. */
  readonly issues: readonly Issue[];
  readonly append: (value?: unknown) => void;
  readonly insert: (index: number, value?: unknown) => void;
  readonly remove: (index: number) => void;
  readonly move: (from: number, to: number) => void;
}

/**
 * The rows of `checks`, `document_ids` or `checks[0].document_ids`. The component is rendered again when a row comes, goes or
 * moves, or the list's own issues change; not for what is typed in a row.
 *
 * @throws TypeError when the form has no such list.
 */
export function useCaseRows(form: CaseForm, list: FieldPath): CaseRows {
  const name = placeName(list);
  const rows = useMemo(() => watched(form, name), [form, name]);
  return useSyncExternalStore(form.subscribe, rows.now, rows.atFirst);
}

/** The readers of one list. */
function watched(form: CaseForm, name: string): { readonly now: () => CaseRows; readonly atFirst: () => CaseRows } {
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
      // A list within a row that is gone, whose component is about to be.
      if (last !== undefined) return last;
      throw new TypeError(`this form has no list "${name}"`);
    }
    const before = new Map(last?.rows.map((row) => [row.key, row]));
    const now = state.rows.map((key, index) => {
      const known = before.get(key);
      return known?.index === index ? known : row(key, index);
    });
    const rows = last !== undefined && isAlike(last.rows, now) ? last.rows : now;
    const issues = last !== undefined && isAlike(last.issues, state.shown) ? last.issues : state.shown;
    if (last === undefined || rows !== last.rows || issues !== last.issues) last = { rows, issues, ...actions };
    return last;
  };
  return { now: () => read(form.getSnapshot()), atFirst: () => read(firstSnapshot(form)) };
}
