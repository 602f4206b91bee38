/** A case form in Vue: the store of `sphinx-case`, with its snapshot as a ref. Nothing of the form gets lost on the way. */
import { createCaseForm } from "sphinx-case";
import { onScopeDispose, shallowRef } from "vue";

export function useCase(options) {
  const form = createCaseForm(options);
  // Shallow, for snapshots never change: after a change there is another one.
  const snapshot = shallowRef(form.getSnapshot());
  form.subscribe((next) => {
    snapshot.value = next;
  });
  onScopeDispose(form.dispose);
  return { form, snapshot };
}
