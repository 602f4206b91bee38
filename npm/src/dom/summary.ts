/** The summary of errors after a submit that failed: a list of links to the fields, which takes the focus. */

import type { CaseForm } from "../form/store.js";
import type { Issue } from "../generated/types.js";
import { type Controls, type ControlsByName, isIn } from "./controls.js";
import { idOf, make } from "./elements.js";
import { groupOf } from "./field-issues.js";
import { rowName, rowOf, splitRow } from "./rows.js";

/** What a row is called. */
export function rowLabel(form: CaseForm, row: Element): string {
  return rowWords(form, rowName(row));
}

function rowWords(form: CaseForm, name: string): string {
  const [list, index] = splitRow(name);
  return form.text(list === "checks" ? "row" : "document_row", { number: index + 1 });
}

/** The label or legend of a field. */
const labelOf = (controls: Controls): Element | null | undefined =>
  groupOf(controls)?.querySelector("legend") ?? controls[0].labels?.[0];

/** What the field of an issue is called, with the rows that it is in. */
function nameOf({ name }: Issue, form: CaseForm, controls?: Controls): string {
  const label = controls && (labelOf(controls)?.cloneNode(true) as Element | undefined);
  for (const part of label?.querySelectorAll("input,select,textarea,button") ?? []) part.remove();
  const words = [
    label?.textContent?.replace(/\s+/g, " ").trim() ?? (/\[\d+\]$/.test(name) ? rowWords(form, name) : name),
  ];
  for (let row = rowOf(controls?.[0]); row; row = rowOf(row.parentElement)) words.unshift(rowLabel(form, row));
  return words.join(", ");
}

/** Which field one goes to, to mend it: the field itself, the first of those that it names, or the first inside; else -1. */
function placeOf({ name, params }: Issue, names: readonly string[]): number {
  const named: readonly string[] = !name && "fields" in params ? params.fields : [];
  return [...named, name].reduce((at, place) => (at < 0 ? names.findIndex((field) => isIn(field, place)) : at), -1);
}

/**
 * Makes an element the summary. The answer is called after each change: it keeps up what is shown, until nothing is wrong any
 * more. When it is told to open, it shows the errors and takes the focus; when to close, the summary goes.
 */
export function makeSummary(form: CaseForm, element: HTMLElement): (controls: ControlsByName, open?: boolean) => void {
  let shown = "";
  let prefix = "";
  element.tabIndex = -1;
  element.hidden = true;
  return (controls, open) => {
    if (!shown && !open) return;
    const errors = open === false ? [] : form.getSnapshot().shown.filter(({ severity }) => severity === "error");
    const text = errors.map(({ name, message }) => name + message).join();
    if (text === shown && !open) return;
    const names = [...controls.keys()];
    const lines = errors
      .map((issue) => ({ issue, at: placeOf(issue, names) }))
      .sort((one, other) => one.at - other.at)
      .map(({ issue, at }) => {
        const label = nameOf(issue, form, controls.get(issue.name));
        const text = label ? form.text("summary_item", { label, message: issue.message }) : issue.message;
        return make("li", link(text, controls.get(names[at] as string)));
      });
    const title = make("h2", form.text("summary_title"));
    const alert = make("div", title, make("ul", ...lines));
    // What is mended later is no alert: it would interrupt the person who mends it.
    if (open) alert.role = "alert";
    element.replaceChildren(...(text ? [alert] : []));
    element.hidden = !text;
    element.setAttribute("aria-labelledby", idOf(title));
    // Also when the page has written its title anew, in another language.
    const bare = document.title.replace(prefix, "");
    prefix = text && form.text("title_prefix");
    document.title = prefix + bare;
    shown = text;
    if (open) element.focus();
  };
}

function link(text: string, controls?: Controls): HTMLElement {
  const made = make("a", text);
  if (controls) {
    made.href = `#${idOf(controls[0])}`;
    made.addEventListener("click", (event) => {
      event.preventDefault();
      (labelOf(controls) ?? controls[0]).scrollIntoView();
      controls[0].focus({ preventScroll: true });
    });
  }
  return made;
}
