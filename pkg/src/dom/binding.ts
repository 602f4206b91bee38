/** A form of the page and a store, each kept as the other is. */

import type { BindOptions } from "../dom.js";
import type { FieldState } from "../form/state.js";
import type { CaseForm } from "../form/store.js";
import { type Control, type Controls, findControls, isTicked, textOf, writeText } from "./controls.js";
import { hideFromEye, Marks, make, putFirst, setAttribute } from "./marks.js";
import { pressRowButton } from "./row-buttons.js";
import { Rows, rowName, splitRow } from "./rows.js";
import { Summary } from "./summary.js";

/** How long a form that the browser posts is taken to be under way, when the page does not go away. */
const POST_MILLISECONDS = 10_000;

/** Binds; the listeners end with the controller. */
export function bind(
  element: HTMLFormElement,
  form: CaseForm,
  { submit, summary: summaryElement, validity = true, initial, restore }: BindOptions,
  controller: AbortController,
): { refresh(): void; dispose(): void } {
  const { noValidate } = element;
  const rows = new Rows(element);
  const marks = new Marks(element, form, validity);
  const found = rows.number();
  let controls = findControls(element);
  /** The text of each field as it was last in the store, and as the page then had it: an input may not hold every text. */
  let known = new WeakMap<Control, readonly [store: string, page: string]>();
  let seen: ReadonlyMap<string, FieldState> = new Map();
  let isHeld = false;
  let isStale = true;
  let isMirrored = true;
  let isBusy = false;

  const fields = () => form.getSnapshot().fields;
  const groups = () => element.querySelectorAll<HTMLFieldSetElement>("fieldset[data-case-include]");
  const isOut = (own: Controls) => own.every((control) => control.matches(":disabled"));

  /** What stands in the page, as a draft. */
  const draft = (atStart: boolean): string => {
    const entries: object[] = found.map((row) => ({ name: rowName(row) }));
    for (const { dataset, disabled } of groups()) {
      const name = dataset.caseInclude as string;
      if (!controls.has(name) && !(atStart && disabled)) entries.push({ name, include: disabled ? "never" : "always" });
    }
    for (const [name, own] of controls)
      entries.push({ name, text: textOf(own, atStart), ...(!atStart && isOut(own) && { include: "never" }) });
    return JSON.stringify({ version: 1, entries });
  };

  /** The page's `disabled` decides what is part of the request, as it does for a form that the browser posts. */
  const obey = (): void => {
    for (const { dataset, disabled } of groups()) {
      const field = fields().get(dataset.caseInclude as string);
      if (field && field.kind !== "field" && !(disabled ? field.leftOut : field.kept))
        form.include(field.name, disabled ? "never" : "always");
    }
    for (const [name, own] of controls) {
      const field = fields().get(name);
      // A row is part of its list as long as it is there.
      if (field && !field.id && isOut(own) !== field.leftOut) form.include(name, isOut(own) ? "never" : "auto");
    }
  };
  const observer = new MutationObserver(() => hold(obey));

  /** Does several things, and shows the outcome. */
  const hold = (act: () => void): void => {
    const wasHeld = isHeld;
    isHeld = true;
    try {
      act();
    } finally {
      isHeld = wasHeld;
    }
    render();
  };

  const render = (): void => {
    if (isHeld) return;
    isHeld = true;
    try {
      // Showing may itself change what is part of the request.
      for (let turns = 0; turns < 5; turns++) {
        const now = fields();
        show();
        if (now === fields()) break;
      }
    } finally {
      isHeld = false;
    }
  };

  const show = (): void => {
    if (observer.takeRecords().length) obey();
    const { fields, submitting } = form.getSnapshot();
    if (rows.sync(fields) || isStale) {
      controls = findControls(element);
      marks.find(controls);
      isStale = false;
    }
    for (const [name, field] of fields) {
      const own = controls.get(name);
      const isNew = own && !known.has(own[0]);
      if (field === seen.get(name) && !isNew) continue;
      if (own) {
        if (isNew) for (const control of own) addAttributes(form, control);
        const [first] = own;
        // Radio buttons that change their name take the mark from each other.
        if (known.get(first)?.[0] !== field.value || first.type === "radio") writeText(own, field.value);
        if (known.get(first)?.[0] !== field.value) known.set(first, [field.value, textOf(own)]);
      }
      marks.show(name, field.shown);
    }
    for (const name of seen.keys()) if (!fields.has(name)) marks.show(name, []);
    if (isMirrored) {
      for (const group of groups()) {
        const name = group.dataset.caseInclude as string;
        const field = fields.get(name);
        if (!field || field === seen.get(name)) continue;
        const isFilled = [...fields.values()].some(
          (one) => (one.value || one.json) && one.name.startsWith(name) && !/^\w/.test(one.name.slice(name.length)),
        );
        if (field.leftOut) group.disabled = true;
        else if (field.kept || isFilled) group.disabled = false;
        else if (field.kind !== "field") group.disabled = true;
      }
    }
    // What came from a program may say otherwise than the page of a field that is disabled.
    if (seen !== fields) obey();
    seen = fields;
    if (isBusy !== submitting) {
      isBusy = submitting;
      setAttribute(element, "aria-busy", isBusy && "true");
      // Not disabled: that would take the focus away.
      for (const button of element.querySelectorAll("[type=submit],button:not([type])"))
        setAttribute(button, "aria-disabled", isBusy && "true");
    }
    summary.update(controls);
  };

  const take = (own: Controls): void => {
    const text = textOf(own);
    if (text === known.get(own[0])?.[1]) return;
    known.set(own[0], [text, text]);
    if (fields().has(own[0].name)) form.set(own[0].name, text);
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
    const names = left;
    left = [];
    hold(() => {
      for (const name of names) if (fields().has(name)) form.blur(name);
    });
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
      return new Promise((resolve) => {
        on(window, "pageshow", resolve);
        setTimeout(resolve, POST_MILLISECONDS);
      });
    };
    const result = form.submit(submit ?? post);
    if (!isPosted) event.preventDefault();
    void result.then((result) => {
      if (result.status === "failed") reportError(result.error);
    });
  });

  on(element, "reset", (event) =>
    // Afterwards, when the browser has written what the HTML says.
    setTimeout(() => {
      if (event.defaultPrevented || controller.signal.aborted) return;
      known = new WeakMap();
      seen = new Map();
      isMirrored = false;
      hold(form.reset);
      isMirrored = true;
    }),
  );

  const status = hideFromEye(make("div", ""));
  status.setAttribute("role", "status");
  on<MouseEvent>(element, "click", (event) => {
    const button = (event.target as Element).closest("button");
    if (button && pressRowButton(element, form, button, (text) => status.replaceChildren(text))) event.preventDefault();
  });
  // Browsers fill in again what was there before the page was left.
  on(window, "pageshow", takeAll);

  const ownSummary = summaryElement ?? element.querySelector<HTMLElement>("[data-case-summary]") ?? make("div", "");
  const isMade = !ownSummary.isConnected;
  if (isMade) putFirst(element, ownSummary);
  const summary = new Summary(form, ownSummary);
  element.append(status);
  element.noValidate = true;

  const isEmpty = [...fields().values()].every(
    ({ value, json, rows }) => !value && json === undefined && !rows?.length,
  );
  if (isEmpty && initial === undefined && restore === undefined) {
    form.restore(draft(true));
    form.reset(form.json());
    form.restore(draft(false));
  }
  for (const row of found) {
    const [list, index] = splitRow(rowName(row));
    const id = fields().get(list)?.rows?.[index];
    if (id) rows.set(id, row);
    else row.remove();
  }
  const unsubscribe = form.subscribe(render);
  const stopPointing = form.whenProblem(() => summary.open(controls));
  observer.observe(element, { subtree: true, attributeFilter: ["disabled"] });

  return {
    refresh() {
      hold(() => {
        // From the last to the first, so that the names of the others stay.
        for (const { name, id } of [...fields().values()].reverse()) if (id && rows.isLost(id)) form.remove(name);
        for (const row of rows.number()) {
          if (rows.has(row)) continue;
          const [list, index] = splitRow(rowName(row));
          form.insert(list, index);
          rows.set(fields().get(list)?.rows?.[index] as string, row);
        }
        isStale = true;
        controls = findControls(element);
        controls.forEach(take);
        obey();
      });
    },
    dispose() {
      controller.abort();
      observer.disconnect();
      unsubscribe();
      stopPointing();
      summary.close();
      marks.dispose();
      status.remove();
      if (isMade) ownSummary.remove();
      element.noValidate = noValidate;
      element.removeAttribute("aria-busy");
    },
  };
}

/** What helps to type, where the author has said nothing. */
function addAttributes(form: CaseForm, control: Control): void {
  if (isTicked(control) || control.type === "hidden" || "options" in control) return;
  const { input } = form.field(control.name);
  for (const key of ["inputMode", "spellCheck", "autoComplete"] as const)
    if (input[key] !== undefined && !control.hasAttribute(key)) control.setAttribute(key, `${input[key]}`);
}
