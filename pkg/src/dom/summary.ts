/** The summary of errors after a submit that failed: a list of links to the fields, which takes the focus. */

import type { CaseForm } from "../form/store.js";
import type { Issue } from "../generated/types.js";
import type { Control, Controls } from "./controls.js";
import { groupOf, idOf, make } from "./marks.js";
import { rowName, rowOf, splitRow } from "./rows.js";

/** What a row is called: by its legend, or as the library calls it. */
export function rowLabel(form: CaseForm, row: Element): string {
  const [list, index] = splitRow(rowName(row));
  const legend = row.querySelector(":scope > legend");
  return legend ? textIn(legend) : form.text(list === "checks" ? "row" : "document_row", { number: index + 1 });
}

/** The words of a label alone. */
function textIn(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const part of copy.querySelectorAll("input,select,textarea,button,[data-case-issues]")) part.remove();
  return (copy.textContent as string).replace(/\s+/g, " ").trim();
}

/** The label or legend of a field. */
function labelOf(controls: Controls): Element | null | undefined {
  return groupOf(controls)?.querySelector("legend") ?? controls[0].labels?.[0];
}

/** The summary of one bound form. */
export class Summary {
  readonly #form: CaseForm;
  readonly #element: HTMLElement;
  #alert: HTMLElement | undefined;
  #text = "";
  #titlePrefix = "";

  constructor(form: CaseForm, element: HTMLElement) {
    this.#form = form;
    this.#element = element;
    element.tabIndex = -1;
    element.hidden = true;
  }

  /** Shows the errors and takes the focus. */
  open(controls: ReadonlyMap<string, Controls>): void {
    this.close();
    const title = make("h2", this.#form.text("summary_title"));
    this.#alert = make("div", [title]);
    this.#alert.setAttribute("role", "alert");
    this.#element.setAttribute("aria-labelledby", idOf(title));
    this.update(controls, true);
    this.#element.replaceChildren(this.#alert);
    this.#element.hidden = false;
    this.#titlePrefix = this.#form.text("title_prefix");
    document.title = this.#titlePrefix + document.title;
    this.#element.focus();
  }

  close(): void {
    if (!this.#alert) return;
    this.#alert = undefined;
    this.#text = "";
    this.#element.hidden = true;
    this.#element.replaceChildren();
    if (document.title.startsWith(this.#titlePrefix)) document.title = document.title.slice(this.#titlePrefix.length);
    this.#titlePrefix = "";
  }

  /** Lists what is wrong now; when nothing is any more, it is gone. */
  update(controls: ReadonlyMap<string, Controls>, isNew?: boolean): void {
    if (!this.#alert) return;
    const errors = this.#form.getSnapshot().shown.filter(({ severity }) => severity === "error");
    if (!errors.length) return this.close();
    const text = errors.map(({ name, message }) => name + message).join("\n");
    if (text === this.#text) return;
    this.#text = text;
    // In another language, when that has changed.
    const title = this.#alert.firstChild as Node;
    const words = this.#form.text("summary_title");
    if (title.textContent !== words) title.textContent = words;
    const prefix = this.#form.text("title_prefix");
    if (this.#titlePrefix && prefix !== this.#titlePrefix) {
      if (document.title.startsWith(this.#titlePrefix)) document.title = document.title.slice(this.#titlePrefix.length);
      document.title = prefix + document.title;
      this.#titlePrefix = prefix;
    }
    // In the order of the page.
    const all = [...controls.keys()];
    const lines = errors
      .map((issue) => ({ at: placeOf(issue, all), text: this.#words(issue, controls) }))
      .sort((one, other) => one.at - other.at);
    // What is mended later is no alert: it would interrupt the person who mends it.
    if (!isNew) this.#alert.removeAttribute("role");
    const list = make(
      "ul",
      lines.map(({ at, text }) => make("li", [link(controls.get(all[at] as string), text)])),
    );
    this.#alert.replaceChildren(title, list);
  }

  #words({ name, message }: Issue, controls: ReadonlyMap<string, Controls>): string {
    const own = controls.get(name);
    const words = own && labelOf(own) ? [textIn(labelOf(own) as Element)] : name ? [name] : [];
    for (let row = own && rowOf(own[0]); row; row = row.parentElement && rowOf(row.parentElement))
      words.unshift(rowLabel(this.#form, row));
    return [...(words.length ? [words.join(", ")] : []), message].join(": ");
  }
}

/** Which field one goes to, to mend it: the field itself, the first of those that it names, or the first inside; else -1. */
function placeOf({ name, params }: Issue, all: readonly string[]): number {
  const named: readonly string[] = name === "" && "fields" in params ? params.fields : [];
  for (const place of [...named, name]) {
    const at = all.findIndex((field) => !place || (field.startsWith(place) && !/^\w/.test(field.slice(place.length))));
    if (at >= 0) return at;
  }
  return -1;
}

function link(target: Controls | undefined, text: string): HTMLElement {
  if (!target) return make("span", text);
  const [control] = target;
  const made = make("a", text);
  made.href = `#${idOf(control)}`;
  made.addEventListener("click", (event) => {
    event.preventDefault();
    (labelOf(target) ?? control).scrollIntoView();
    (control as Control).focus({ preventScroll: true });
  });
  return made;
}
