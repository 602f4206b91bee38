/** The initial snapshot of a form: the one that the server has rendered. */

import type { CaseFormSnapshot } from "../form/state.js";
import type { CaseForm } from "../form/store.js";

const snapshots = new WeakMap<CaseForm, CaseFormSnapshot>();

/**
 * The snapshot of a form when its first hook ran. A part of the page may be hydrated after the user has typed in another part;
 * it must still be rendered as the server did.
 */
export function initialSnapshot(form: CaseForm): CaseFormSnapshot {
  const known = snapshots.get(form);
  if (known !== undefined) return known;
  const snapshot = form.getSnapshot();
  snapshots.set(form, snapshot);
  return snapshot;
}
