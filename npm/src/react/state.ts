/** Any part of a form's snapshot in a component. */

import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import type { CaseFormSnapshot } from "../form/state.js";
import type { CaseForm } from "../form/store.js";
import { firstSnapshot } from "./initial-snapshot.js";
import { isAlike } from "./shallow-equal.js";

/**
 * What `select` takes from the form's snapshot. The component is rendered again only when that is another: a summary from
 * `({ shown }) => shown`, a button from `({ valid, submitting }) => ({ valid, submitting })`.
 *
 * @param isEqual when two selections are the same. Unless given: when they are identical, or lists or plain objects whose members are.
 */
export function useCaseState<Selection>(
  form: CaseForm,
  select: (snapshot: CaseFormSnapshot) => Selection,
  isEqual: (before: Selection, after: Selection) => boolean = isAlike,
): Selection {
  const shown = useRef<{ readonly selection: Selection } | undefined>(undefined);
  // A selector written in the component is another one in each render: then what is shown carries over.
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
    () => read(firstSnapshot(form)),
  );
  useEffect(() => {
    shown.current = { selection };
  }, [selection]);
  return selection;
}
