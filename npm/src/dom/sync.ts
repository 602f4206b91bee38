/** Keeps the inputs of a page and the store of a form in step, in both directions. */

import { rejectionOf } from "../form/inputs.js";
import type { FieldState, Fields } from "../form/state.js";
import type { CaseForm } from "../form/store.js";
import { type Control, type Controls, findControls, findRejection, isChoice, textOf, writeText } from "./controls.js";
import { setAttribute } from "./elements.js";
import { FieldIssues } from "./field-issues.js";
import { updateInclusion } from "./inclusion.js";
import { arrangeRows, numberRows, rowName, splitRow } from "./rows.js";
import { makeSummary } from "./summary.js";

/** Showing the form can change what is part of the request, which changes the form. This many rounds are enough. */
const MAX_ROUNDS = 9;

/** The element for the summary, whether inputs with an error are invalid for the browser, and which names are ignored. */
interface SyncOptions {
  readonly summary: HTMLElement;
  readonly validity: boolean;
  readonly isIgnored: (name: string) => boolean;
}

/** The inputs, rows, issues and summary of one form in a page. */
export class Sync {
  /** The inputs by the names of their fields. */
  controls: Map<string, Controls> = new Map();
  /** Whether the user is adding a row: then the values in its template are the values of its fields. */
  isAdding = false;
  /** Whether the form is being changed or shown. Events that this causes are not those of the user. */
  isUpdating = false;
  readonly showSummary: ReturnType<typeof makeSummary>;
  readonly #element: HTMLFormElement;
  readonly #isIgnored: (name: string) => boolean;
  readonly #form: CaseForm;
  readonly #issues: FieldIssues;
  /** The rows by their ids. */
  readonly #rows = new Map<string, HTMLElement>();
  readonly #shownRows = new Map<string, string>();
  /** What each field last was in the store, and what the page then had: an input may not hold every text. */
  #texts = new WeakMap<Control, readonly [store: string, page: string]>();
  #shown: Fields = new Map();
  #isStale = true;
  #isBusy = false;
  readonly #observer = new MutationObserver(() => this.update(() => this.include()));

  constructor(element: HTMLFormElement, form: CaseForm, { summary, validity, isIgnored }: SyncOptions) {
    this.#isIgnored = isIgnored;
    this.#element = element;
    this.#form = form;
    this.find();
    this.#issues = new FieldIssues(element, form, validity);
    this.showSummary = makeSummary(form, summary, element, (name) => this.#issues.placeOf(name));
  }

  get #fields(): Fields {
    return this.#form.getSnapshot().fields;
  }

  /** Looks for the inputs, after rows or inputs have changed. */
  find(): void {
    this.controls = findControls(this.#element, this.#isIgnored, this.#fields);
  }

  /** Follows the attribute `disabled` of the inputs from now on. */
  observe(): void {
    this.#observer.observe(this.#element, { subtree: true, attributeFilter: ["disabled"] });
  }

  /** Changes the form and shows the result. */
  update(change?: () => void): void {
    if (this.isUpdating) return change?.();
    this.isUpdating = true;
    try {
      change?.();
      for (let round = MAX_ROUNDS, before: unknown; round-- && before !== this.#fields; this.#show())
        before = this.#fields;
    } finally {
      this.isUpdating = false;
    }
  }

  /** Makes part of the request what is enabled in the page. */
  include(): void {
    updateInclusion(this.#element, this.#form, this.controls);
  }

  /** Sets the field to what is in its inputs, if that has changed. */
  take(controls: Controls): void {
    const [control] = controls;
    const rejected = findRejection(controls) ?? control;
    const text = textOf(controls);
    const inPage = `${rejectionOf(rejected)}\0${text}`;
    if (inPage === this.#texts.get(control)?.[1] || !this.#fields.has(control.name)) return;
    this.#texts.set(control, [inStore(text, rejected.validity?.badInput ? UNREADABLE : ""), inPage]);
    this.#form.read(control.name, rejected, text);
  }

  /** Takes the texts of all inputs. */
  takeAll(): void {
    this.update(() => this.#takeAll());
  }

  /** Forgets what is in the page: after a native reset the browser has changed it. */
  forget(): void {
    this.#texts = new WeakMap();
    this.#shown = new Map();
  }

  /** Keeps a row of the page as the row of the store that has its name, or inserts one into the store. */
  adoptRow(row: HTMLElement, insert?: boolean): void {
    const [list, index] = splitRow(rowName(row));
    if (insert) this.#form.insert(list, index);
    const id = this.#fields.get(list)?.rows?.[index];
    if (id) this.#rows.set(id, row);
    else row.remove();
  }

  /** Takes over rows and inputs that other code has added or removed. */
  refresh(): void {
    this.update(() => {
      // From the last to the first, so that the names of the others stay the same.
      for (const { name, id = "" } of [...this.#fields.values()].reverse())
        if (this.#rows.get(id)?.isConnected === false) this.#form.remove(name);
      const known = [...this.#rows.values()];
      for (const row of numberRows(this.#element)) if (!known.includes(row)) this.adoptRow(row, true);
      this.#isStale = true;
      this.find();
      this.#takeAll();
      this.include();
    });
  }

  /** Removes what was shown. */
  dispose(): void {
    this.#observer.disconnect();
    this.showSummary(this.controls, false);
    this.#issues.dispose();
    setAttribute(this.#element, "aria-busy", false);
  }

  #takeAll(): void {
    for (const controls of this.controls.values()) this.take(controls);
  }

  #show(): void {
    if (this.#observer.takeRecords().length) this.include();
    const { fields, submitting } = this.#form.getSnapshot();
    // Another revision has other fields.
    this.#isStale ||= fields.size !== this.#shown.size;
    if (arrangeRows(this.#element, fields, this.#rows, this.#shownRows) || this.#isStale) {
      this.find();
      this.#issues.find(this.controls);
      this.#isStale = false;
    }
    for (const [name, field] of fields) this.#showField(name, field);
    for (const name of this.#shown.keys()) if (!fields.has(name)) this.#issues.show(name, []);
    updateInclusion(this.#element, this.#form, this.controls, this.#shown);
    this.#shown = fields;
    if (this.#isBusy !== submitting) this.#showBusy(submitting);
    this.showSummary(this.controls);
  }

  #showField(name: string, field: FieldState): void {
    const controls = this.controls.get(name);
    const texts = controls && this.#texts.get(controls[0]);
    if (field === this.#shown.get(name) && (texts || !controls)) return;
    if (controls) {
      if (!texts || !this.#shown.has(name)) for (const control of controls) addAttributes(this.#form, control);
      const now = inStore(field.value, field.json);
      const isTaken = !texts && this.isAdding && !field.value;
      // Radio buttons are always written: when their name changes, the browser may uncheck one.
      if (!isTaken && (texts?.[0] !== now || controls[1])) writeText(controls, field.value);
      if (!isTaken && texts?.[0] !== now) this.#texts.set(controls[0], [now, `\0${textOf(controls)}`]);
      if (!texts) this.take(controls);
    }
    this.#issues.show(name, field.shown);
  }

  #showBusy(isBusy: boolean): void {
    this.#isBusy = isBusy;
    // Not disabled: that would take the focus away.
    for (const one of this.#element.elements)
      if ((one as HTMLButtonElement).type === "submit") setAttribute(one, "aria-disabled", isBusy && "true");
    setAttribute(this.#element, "aria-busy", isBusy && "true");
  }
}

/** The JSON of a field whose text the browser cannot read. */
const UNREADABLE = '""';

/** A field as the store has it, to be compared. */
const inStore = (text: string, json: string | undefined): string => `${json || ""}\0${text}`;

/** Sets attributes that help to type, where the author has not set them. */
function addAttributes(form: CaseForm, control: Control): void {
  if (isChoice(control) || /hidden|select/.test(control.type)) return;
  const { input } = form.field(control.name);
  for (const name of ["inputMode", "spellCheck", "autoComplete", "aria-required"] as const)
    if (input[name] !== undefined && !control.hasAttribute(name)) control.setAttribute(name, `${input[name]}`);
}
