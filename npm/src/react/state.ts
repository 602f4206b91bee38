/** Parts of the snapshot of a form in a component. */

import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import type { CaseFormSnapshot } from "../form/state.js";
import type { CaseForm } from "../form/store.js";
import { initialSnapshot } from "./initial-snapshot.js";
import { isShallowEqual } from "./shallow-equal.js";

/**
 * The part of the snapshot that `select` returns. The component is rendered again only when it changes: `({ shown }) => shown`
 * for a summary, `({ valid, submitting }) => ({ valid, submitting })` for a button.
 *
 * @param isEqual compares two selections. By default they are equal if they are identical, or arrays or plain objects with
 *   identical members.
 */
export function useCaseState<Selection>(
  form: CaseForm,
  select: (snapshot: CaseFormSnapshot) => Selection,
  isEqual: (before: Selection, after: Selection) => boolean = isShallowEqual,
): Selection {
  const shown = useRef<{ readonly selection: Selection } | undefined>(undefined);
  // An inline selector is a new function in each render: the previous selection is reused if it is equal.
  const read = useMemo(() => {
    let last: { readonly snapshot: CaseFormSnapshot; readonly selection: Selection } | undefined;
    return (snapshot: CaseFormSnapshot): Selection => {
      if (last?.snapshot === snapshot) return last.selection;
      const before = last ?? shown.current;
      const next = select(snapshot);
      const selection = before !== undefined && isEqual(before.selection, next) ? before.selection : next;
      last = { snapshot, selection };
      return selection;
    };
  }, [select, isEqual]);
  const selection = useSyncExternalStore(
    form.subscribe,
    () => read(form.getSnapshot()),
    () => read(initialSnapshot(form)),
  );
  useEffect(() => {
    shown.current = { selection };
  }, [selection]);
  return selection;
}
