/** A form of the page and a store, each kept as the other is. */

import type { FieldState } from "../form/state.js";
import type { CaseForm } from "../form/store.js";
import { type Control, type Controls, findControls, isTicked, textOf, writeText } from "./controls.js";
import { find, make, makeUnseen, putFirst, setAttribute } from "./elements.js";
import { makeMarks } from "./field-issues.js";
import { findGroups, include, isOut } from "./inclusion.js";
import type { BindOptions, CaseFormBinding } from "./options.js";
import { pressRowButton } from "./row-buttons.js";
import { arrangeRows, numberRows, rowName, splitRow } from "./rows.js";
import { makeSummary } from "./summary.js";

/** How long a form that the browser posts is taken to be under way, when the page does not go away. */
const POST_MILLISECONDS = 5000;

/** Binds; the listeners end with the controller. */
export function bind(
  element: HTMLFormElement,
  form: CaseForm,
  { submit, summary, validity = true, initial, restore, form: given }: BindOptions,
  controller: AbortController,
): CaseFormBinding {
  const { noValidate } = element;
  const marks = makeMarks(element, form, validity);
  const rows = new Map<string, HTMLElement>();
  const seenRows = new Map<string, string>();
  const rowsAtStart = numberRows(element);
  let controls = findControls(element);
  /** The text of each field as it was last in the store, and as the page then had it: an input may not hold every text. */
  let known = new WeakMap<Control, readonly [store: string, page: string]>();
  let seen: ReadonlyMap<string, FieldState> = new Map();
  let isHeld = false;
  let isStale = true;
  let isBusy = false;
  /** Whether the person adds a row: what its template has in the inputs is there from the start then. */
  let isAdding = false;

  const fields = () => form.getSnapshot().fields;

  /** Does something, and shows the outcome. */
  const hold = (act?: () => void): void => {
    if (isHeld) return act?.();
    isHeld = true;
    try {
      act?.();
      // Showing may itself change what is part of the request.
      for (let turns = 9, before: unknown; turns-- && before !== fields(); show()) before = fields();
    } finally {
      isHeld = false;
    }
  };
  const obey = () => include(element, form, controls);
  const observer = new MutationObserver(() => hold(obey));

  const show = (): void => {
    if (observer.takeRecords().length) obey();
    const { fields, submitting } = form.getSnapshot();
    if (arrangeRows(element, fields, rows, seenRows) || isStale) {
      controls = findControls(element);
      marks.find(controls);
      isStale = false;
    }
    for (const [name, field] of fields) {
      const own = controls.get(name);
      const before = own && known.get(own[0]);
      if (field === seen.get(name) && (before || !own)) continue;
      if (own) {
        if (!before) for (const control of own) addAttributes(form, control);
        if (!before && isAdding && !field.value) take(own);
        // Radio buttons that change their name take the mark from each other.
        else if (before?.[0] !== field.value || own[1]) {
          writeText(own, field.value);
          known.set(own[0], [field.value, textOf(own)]);
        }
      }
      marks.show(name, field.shown);
    }
    for (const name of seen.keys()) if (!fields.has(name)) marks.show(name, []);
    include(element, form, controls, seen);
    seen = fields;
    if (isBusy !== submitting) {
      isBusy = submitting;
      // Not disabled: that would take the focus away.
      for (const one of element.elements)
        if ((one as HTMLButtonElement).type === "submit") setAttribute(one, "aria-disabled", isBusy && "true");
      setAttribute(element, "aria-busy", isBusy && "true");
    }
    showSummary(controls);
  };

  const take = (own: Controls): void => {
    const [{ name }] = own;
    const text = textOf(own);
    if (text === known.get(own[0])?.[1] || !fields().has(name)) return;
    known.set(own[0], [text, text]);
    form.set(name, text);
  };
  const takeAll = () => hold(() => controls.forEach(take));

  const on = <E extends Event>(target: EventTarget, names: string, act: (event: E) => void): void => {
    for (const name of names.split(" ")) target.addEventListener(name, act as EventListener, controller);
  };
  const ownOf = ({ target }: Event) => controls.get((target as Control).name);

  on<InputEvent>(element, "input change compositionend", (event) => {
    const own = ownOf(event);
    if (own && !event.isComposing) take(own);
  });

  // An issue that appears between pressing and letting go would push the button away from under the pointer.
  let isPressed = false;
  let left: string[] = [];
  const leave = () => {
    isPressed = false;
    hold(() => {
      for (const name of left) if (fields().has(name)) form.blur(name);
    });
    left = [];
  };
  on(element, "pointerdown", () => {
    isPressed = true;
  });
  on(window, "pointerup pointercancel", () => setTimeout(leave));
  on<FocusEvent>(element, "focusout", (event) => {
    const own = ownOf(event);
    if (isHeld || !own || own.includes(event.relatedTarget as Control)) return;
    left.push(own[0].name);
    if (!isPressed) leave();
  });

  on<SubmitEvent>(element, "submit", (event) => {
    if (event.defaultPrevented || (event.submitter as HTMLButtonElement | null)?.formNoValidate) return;
    takeAll();
    let isPosted = false;
    const post = () => {
      isPosted = true;
      return new Promise((resolve) => setTimeout(resolve, POST_MILLISECONDS));
    };
    form.submit(submit ?? post).then((result) => result.status === "failed" && reportError(result.error));
    if (!isPosted) event.preventDefault();
  });

  on(element, "reset", (event) =>
    // Afterwards, when the browser has written what the HTML says.
    setTimeout(() => {
      if (event.defaultPrevented || controller.signal.aborted) return;
      known = new WeakMap();
      seen = new Map();
      hold(() => {
        form.reset();
        obey();
      });
    }),
  );

  on<MouseEvent>(element, "click", (event) => {
    const button = (event.target as Element).closest("button");
    if (!button) return;
    isAdding = button.dataset.caseAppend !== undefined;
    if (pressRowButton(element, form, button, status)) event.preventDefault();
    isAdding = false;
  });
  // Browsers fill in again what was there before the page was left.
  on(window, "pageshow", takeAll);

  const made: HTMLElement[] = [];
  const place = summary ?? find(element, "summary") ?? make("div");
  if (!place.isConnected) {
    putFirst(element, place);
    made.push(place);
  }
  const showSummary = makeSummary(form, place);
  const status = makeUnseen("div", "");
  status.role = "status";
  made.push(status);
  element.append(status);
  element.noValidate = true;

  /** What stands in the page, as a draft. */
  const draft = (atStart: boolean): string => {
    const entries: object[] = rowsAtStart.map((row) => ({ name: rowName(row) }));
    for (const [name, { disabled }] of findGroups(element))
      if (!controls.has(name) && !(atStart && disabled)) entries.push({ name, include: disabled ? "never" : "always" });
    for (const [name, own] of controls)
      entries.push({ name, text: textOf(own, atStart), include: !atStart && isOut(own) ? "never" : "auto" });
    return JSON.stringify({ version: 1, entries });
  };
  const isBlank = [...fields().values()].every(({ value, json, rows }) => !value && !json && !rows?.length);
  if (isBlank && (initial ?? restore) === undefined) {
    form.restore(draft(true));
    form.reset(form.json());
    form.restore(draft(false));
  }

  /** Keeps the rows of the page as those of the store. */
  const adopt = (row: HTMLElement, orMake?: boolean): void => {
    const [list, index] = splitRow(rowName(row));
    if (orMake) form.insert(list, index);
    const id = fields().get(list)?.rows?.[index];
    if (id) rows.set(id, row);
    else row.remove();
  };
  for (const row of rowsAtStart) adopt(row);
  const ends = [form.subscribe(() => hold()), form.whenProblem(() => showSummary(controls, true))];
  observer.observe(element, { subtree: true, attributeFilter: ["disabled"] });

  return {
    form,
    failure: undefined,
    refresh: () =>
      hold(() => {
        // From the last to the first, so that the names of the others stay.
        for (const { name, id = "" } of [...fields().values()].reverse())
          if (rows.get(id)?.isConnected === false) form.remove(name);
        for (const row of numberRows(element)) if (![...rows.values()].includes(row)) adopt(row, true);
        isStale = true;
        controls = findControls(element);
        controls.forEach(take);
        obey();
      }),
    dispose() {
      controller.abort();
      observer.disconnect();
      for (const end of ends) end();
      showSummary(controls, false);
      marks.dispose();
      for (const one of made) one.remove();
      element.noValidate = noValidate;
      setAttribute(element, "aria-busy", false);
      if (!given) form.dispose();
    },
  };
}

/** What helps to type, where the author has said nothing. */
function addAttributes(form: CaseForm, control: Control): void {
  if (isTicked(control) || /hidden|select/.test(control.type)) return;
  const { input } = form.field(control.name);
  for (const name of ["inputMode", "spellCheck", "autoComplete"] as const)
    if (input[name] !== undefined && !control.hasAttribute(name)) control.setAttribute(name, `${input[name]}`);
}
