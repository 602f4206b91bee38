/** One key press in `createCaseForm`: the text is set and checked, and there is a new snapshot, which is looked at. */
import { createCaseForm } from "sphinx-case";
import { startingRequest, textAfter } from "./request.mjs";

/** Makes the form; answers what a key press does. */
export function openForm(name) {
  const form = createCaseForm({ initial: startingRequest() });
  form.blur(name); // from now on its issues are shown at every key
  let snapshot;
  form.subscribe((next) => {
    snapshot = next;
  });
  return async (key) => {
    form.set(name, textAfter(name, key));
    const field = form.field(name);
    if (field.input.value !== textAfter(name, key) || snapshot.errors !== 0) throw new Error("the key was lost");
    return field.issues.length;
  };
}
