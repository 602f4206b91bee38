/** Binds a form of a page to a store. */

import type { CaseForm } from "../form/store.js";
import { type ControlsByName, isEdited, isUnreadable, textOf } from "./controls.js";
import { find, make, makeVisuallyHidden, prepend } from "./elements.js";
import { findGroups, isDisabled } from "./inclusion.js";
import { listen } from "./listeners.js";
import type { BindOptions, CaseFormBinding } from "./options.js";
import { numberRows, rowName, splitRow } from "./rows.js";
import { Sync } from "./sync.js";

/** What is bound. */
interface Bound {
  readonly element: HTMLFormElement;
  readonly form: CaseForm;
  /** Tells whether an input with this name is ignored. */
  readonly isIgnored: (name: string) => boolean;
  /** Removes the listeners when it aborts. */
  readonly controller: AbortController;
}

/** Binds. */
export function bind(
  { element, form, isIgnored, controller }: Bound,
  { submit, summary, validity = true, initial, restore, form: existing }: BindOptions,
): CaseFormBinding {
  const { noValidate } = element;
  const rows = numberRows(element);
  const place = summary ?? find(element, "summary") ?? make("div");
  const sync = new Sync(element, form, { summary: place, validity, isIgnored });
  const status = makeVisuallyHidden("div", "");
  status.setAttribute("role", "status");
  const made = [status];
  if (!place.isConnected) {
    prepend(element, place);
    made.push(place);
  }
  element.append(status);
  element.noValidate = true;
  listen({ element, form, sync, controller }, submit, status);

  const isFromHtml = (initial ?? restore) === undefined && isEmpty(form);
  if (isFromHtml) takeInitial(element, form, sync.controls, rows);
  else keepEditedRows(element, form, sync);
  for (const row of numberRows(element)) sync.adoptRow(row);
  // What the user has typed before this script has run stays.
  for (const controls of sync.controls.values())
    if (isFromHtml ? isUnreadable(controls) : isEdited(controls)) sync.take(controls);
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

/** Removes the rows of the page that the form does not have, except those that the user has edited: they become rows of the form. */
function keepEditedRows(element: HTMLFormElement, form: CaseForm, sync: Sync): void {
  const edited = [...sync.controls.values()].filter(isEdited).map(([control]) => control);
  const count = (list: string) => form.getSnapshot().fields.get(list)?.rows?.length ?? 0;
  for (const row of numberRows(element)) {
    const [list, index] = splitRow(rowName(row));
    if (index >= count(list) && !edited.some((control) => row.contains(control))) row.remove();
  }
  for (const row of numberRows(element)) {
    const [list, index] = splitRow(rowName(row));
    if (index >= count(list)) form.append(list);
  }
  sync.find();
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
