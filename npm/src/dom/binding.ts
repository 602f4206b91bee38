/** Binds a form of a page to a store. */

import type { CaseForm } from "../form/store.js";
import { type ControlsByName, textOf } from "./controls.js";
import { find, make, makeVisuallyHidden, prepend } from "./elements.js";
import { findGroups, isDisabled } from "./inclusion.js";
import { listen } from "./listeners.js";
import type { BindOptions, CaseFormBinding } from "./options.js";
import { numberRows, rowName } from "./rows.js";
import { Sync } from "./sync.js";

/** Binds; the listeners are removed when the controller aborts. */
export function bind(
  element: HTMLFormElement,
  form: CaseForm,
  { submit, summary, validity = true, initial, restore, form: existing }: BindOptions,
  controller: AbortController,
): CaseFormBinding {
  const { noValidate } = element;
  const rows = numberRows(element);
  const place = summary ?? find(element, "summary") ?? make("div");
  const sync = new Sync(element, form, place, validity);
  const status = makeVisuallyHidden("div", "");
  status.role = "status";
  const made = [status];
  if (!place.isConnected) {
    prepend(element, place);
    made.push(place);
  }
  element.append(status);
  element.noValidate = true;
  listen({ element, form, sync, controller }, submit, status);

  if ((initial ?? restore) === undefined && isEmpty(form)) takeInitial(element, form, sync.controls, rows);
  for (const row of rows) sync.adoptRow(row);
  const subscriptions = [
    form.subscribe(() => sync.update()),
    form.whenProblem(() => sync.showSummary(sync.controls, true)),
  ];
  sync.observe();

  return {
    form,
    failure: undefined,
    refresh: () => sync.refresh(),
    dispose() {
      controller.abort();
      for (const unsubscribe of subscriptions) unsubscribe();
      sync.dispose();
      for (const one of made) one.remove();
      element.noValidate = noValidate;
      if (!existing) form.dispose();
    },
  };
}

function isEmpty(form: CaseForm): boolean {
  return [...form.getSnapshot().fields.values()].every(({ value, json, rows }) => !value && !json && !rows?.length);
}

/** Makes the values of the HTML the initial ones, and the values that are in the inputs now the current ones. */
function takeInitial(
  element: HTMLFormElement,
  form: CaseForm,
  controls: ControlsByName,
  rows: readonly HTMLElement[],
): void {
  const draft = (isInitial: boolean): string => {
    const entries: object[] = rows.map((row) => ({ name: rowName(row) }));
    for (const [name, { disabled }] of findGroups(element))
      if (!controls.has(name) && !(isInitial && disabled))
        entries.push({ name, include: disabled ? "never" : "always" });
    for (const [name, own] of controls)
      entries.push({ name, text: textOf(own, isInitial), include: !isInitial && isDisabled(own) ? "never" : "auto" });
    return JSON.stringify({ version: 1, entries });
  };
  form.restore(draft(true));
  form.reset(form.json());
  form.restore(draft(false));
}
