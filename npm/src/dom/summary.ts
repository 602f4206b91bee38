/** The summary of errors after a failed submit: a list of links to the fields. It gets the focus. */

import type { CaseForm } from "../form/store.js";
import type { FormTextKey, Issue } from "../generated/types.js";
import { type Control, type Controls, type ControlsByName, isWithin } from "./controls.js";
import { find, idOf, make } from "./elements.js";
import { groupOf } from "./field-issues.js";
import { rowName, rowOf, splitRow } from "./rows.js";

/** The label of a row. */
export function rowLabel(form: CaseForm, row: Element): string {
  return labelOfRow(form, rowName(row));
}

function labelOfRow(form: CaseForm, name: string): string {
  const [list, index] = splitRow(name);
  return form.text(`row_${list.split(".").at(-1)}` as FormTextKey, { number: index + 1 });
}

/** The label or legend of a field. */
const labelOf = (controls: Controls): Element | null | undefined =>
  groupOf(controls)?.querySelector("legend") ?? controls[0].labels?.[0];

/** The label of the field of an issue, after the labels of the rows around it. */
function nameOf({ name }: Issue, form: CaseForm, controls?: Controls): string {
  const label = controls && (labelOf(controls)?.cloneNode(true) as Element | undefined);
  for (const part of label?.querySelectorAll("input,select,textarea,button,[data-case-note]") ?? []) part.remove();
  const labels = [
    label?.textContent?.replace(/\s+/g, " ").trim() ?? (/\[\d+\]$/.test(name) ? labelOfRow(form, name) : name),
  ];
  for (let row = rowOf(controls?.[0]); row; row = rowOf(row.parentElement)) labels.unshift(rowLabel(form, row));
  return labels.join(", ");
}

const isReachable = (control: Control): boolean =>
  control.type !== "hidden" && !control.matches(":disabled") && !control.closest("[hidden]");

/** The index of the field to correct: the field itself, the first of those in the params, or the first within it; else -1. */
function indexOf({ name, params }: Issue, names: readonly string[]): number {
  const named: readonly string[] = !name && "fields" in params ? params.fields : [];
  return [...named, name].reduce((at, place) => (at < 0 ? names.findIndex((field) => isWithin(field, place)) : at), -1);
}

/**
 * Makes an element the summary. Returns a function to be called after each change, which updates the summary while it is
 * shown. With `open` true it shows all errors and gets the focus; with `open` false it is removed.
 *
 * @param placeOf returns the element for the issues of a name.
 */
export function makeSummary(
  form: CaseForm,
  element: HTMLElement,
  root: Element,
  placeOf: (name: string) => HTMLElement,
): (controls: ControlsByName, open?: boolean) => void {
  let shown = "";
  let prefix = "";
  element.tabIndex = -1;
  // It gets the focus, so a screen reader says its name, which needs a role.
  if (!element.hasAttribute("role")) element.setAttribute("role", "group");
  element.hidden = true;
  return (controls, open) => {
    if (!shown && !open) return;
    const { shown: issues, outcomeUnknown, failure } = form.getSnapshot();
    const hasFailed = outcomeUnknown || failure !== undefined;
    const errors = open === false ? [] : issues.filter(({ severity }) => severity === "error");
    const heading = outcomeUnknown
      ? form.text("outcome_unknown")
      : hasFailed
        ? form.text("submit_failed", { reason: `${(failure as Error | null)?.message ?? failure}` })
        : form.text("summary_title");
    const text =
      errors.map(({ name, message }) => name + message).join() + (hasFailed && open !== false ? heading : "");
    if (text === shown && !open) return;
    // A hidden or disabled input cannot get the focus.
    const names = [...controls.keys()].filter((name) => isReachable((controls.get(name) as Controls)[0]));
    const lines = errors
      .map((issue) => ({ issue, at: indexOf(issue, names) }))
      .sort((one, other) => one.at - other.at)
      .map(({ issue, at }) => {
        const { name, message, source } = issue;
        const label = nameOf(issue, form, controls.get(name));
        // A sentence of the page with a period says which field it is about.
        const text =
          label && !(source === "core" && /[.!?。]$/.test(message))
            ? form.text("summary_item", { label, message })
            : message;
        return make("li", link(text, controls.get(names[at] as string) ?? find(root, "append", name) ?? placeOf(name)));
      });
    const title = make("h2", heading);
    const alert = make("div", title, make("ul", ...lines));
    // Later changes are not an alert: they would interrupt the user.
    if (open) alert.setAttribute("role", "alert");
    element.replaceChildren(...(text ? [alert] : []));
    element.hidden = !text;
    element.setAttribute("aria-labelledby", idOf(title));
    // The page may have changed its title, for example to another language.
    const bare = document.title.replace(prefix, "");
    prefix = text && form.text("title_prefix");
    document.title = prefix + bare;
    shown = text;
    if (open) element.focus();
  };
}

/** A link to the inputs of a field, or to another element, which then can get the focus. */
function link(text: string, to: Controls | HTMLElement): HTMLElement {
  const made = make("a", text);
  const target = Array.isArray(to) ? to[0] : to;
  made.href = `#${idOf(target)}`;
  made.addEventListener("click", (event) => {
    event.preventDefault();
    for (const details of document.querySelectorAll("details")) details.open ||= details.contains(target);
    ((Array.isArray(to) && labelOf(to)) || target).scrollIntoView();
    // What is hidden cannot get the focus, but something around it can.
    for (let one: HTMLElement | null = target; one && !takesFocus(one); one = one.parentElement);
  });
  return made;
}

/** Moves the focus to an element, which is scrolled into view. Returns false if it cannot get the focus. */
function takesFocus(element: HTMLElement): boolean {
  const isMade = element.tabIndex < 0;
  if (isMade) element.tabIndex = -1;
  element.focus({ preventScroll: true });
  // In a window that is not active, `:focus` matches nothing.
  const hasFocus = (element.getRootNode() as Document).activeElement === element;
  // Its label may be visually hidden, or far from it.
  if (hasFocus) element.scrollIntoView({ block: "nearest" });
  else if (isMade) element.removeAttribute("tabindex");
  return hasFocus;
}
