/** A form as it was at first: what the server has rendered, and so what the browser has to find there. */

import type { CaseFormSnapshot } from "../form/state.js";
import type { CaseForm } from "../form/store.js";

const first = new WeakMap<CaseForm, CaseFormSnapshot>();

/**
 * The snapshot of a form when its first hook ran. A part of the page may be hydrated when the person has already typed in
 * another part; it still has to find what the server rendered.
 */
export function firstSnapshot(form: CaseForm): CaseFormSnapshot {
  const known = first.get(form);
  if (known !== undefined) return known;
  const snapshot = form.getSnapshot();
  first.set(form, snapshot);
  return snapshot;
}
