/** Issues beside the inputs: their text, and the attributes by which assistive technology finds it. */

import { stepsOf } from "../form/names.js";
import type { CaseForm } from "../form/store.js";
import type { Issue } from "../generated/types.js";
import { nameOf } from "../issues.js";
import { type Control, type Controls, isTicked } from "./controls.js";

let count = 0;

/** The id of an element, given where it has none. */
export function idOf(element: Element): string {
  element.id ||= `case-part-${++count}`;
  return element.id;
}

/** Makes an element. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  content: string | readonly Node[],
  className = "",
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...(typeof content === "string" ? [content] : content));
  return made;
}

/** Hides from the eye only. Set by script, which a policy for styles allows. */
export function hideFromEye<E extends HTMLElement>(element: E): E {
  element.style.cssText =
    "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap";
  return element;
}

/** Sets or removes an attribute, where it is not as it should be. */
export function setAttribute(element: Element, name: string, value: string | false): void {
  if (value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** The fieldset around the radio buttons or boxes of a field. */
export const groupOf = ([first, second]: Controls): HTMLFieldSetElement | null =>
  (second && isTicked(first) ? first.closest("fieldset") : null) as HTMLFieldSetElement | null;

/** Puts an element at the beginning, behind the legend. */
export function putFirst(parent: Element, element: Element): void {
  const legend = parent.querySelector(":scope > legend");
  if (legend) legend.after(element);
  else parent.prepend(element);
}

/** The places where issues stand. */
export class Marks {
  readonly #root: HTMLElement;
  readonly #form: CaseForm;
  readonly #made = new Set<Element>();
  readonly #texts = new WeakMap<Element, string>();
  /** Places without one of their own, with the element that their issues stand in. */
  readonly #guests = new Map<string, Element>();
  #places = new Map<string, HTMLElement>();
  #controls: ReadonlyMap<string, Controls> = new Map();

  readonly #validity: boolean;

  constructor(root: HTMLElement, form: CaseForm, validity: boolean) {
    this.#root = root;
    this.#form = form;
    this.#validity = validity;
  }

  /** Looks for the places again, after rows came, went or moved. */
  find(controls: ReadonlyMap<string, Controls>): void {
    this.#controls = controls;
    this.#places = new Map();
    for (const place of this.#root.querySelectorAll<HTMLElement>("[data-case-issues]"))
      this.#places.set(place.dataset.caseIssues as string, place);
  }

  /** Shows the issues of a field, group or list. */
  show(name: string, issues: readonly Issue[]): void {
    if (!issues.length && !this.#places.has(name) && !this.#guests.has(name)) return;
    const place = this.#place(name);
    const own = place.dataset.caseIssues as string;
    if (own !== name) this.#guests.set(name, place);
    const names = [own, ...[...this.#guests].filter(([, host]) => host === place).map(([guest]) => guest)];
    const { fields } = this.#form.getSnapshot();
    const lines = names.flatMap((from) =>
      ((from === name ? issues : fields.get(from)?.shown) ?? []).map(({ severity, message }) => {
        const isError = severity === "error";
        const prefix = hideFromEye(make("span", this.#form.text(isError ? "error_prefix" : "warning_prefix")));
        const text = from === own ? message : `${from}: ${message}`;
        return make("p", [prefix, document.createTextNode(text)], isError ? "case-error" : "case-warning");
      }),
    );
    const text = lines.map((line) => line.className + line.textContent).join("\n");
    if ((this.#texts.get(place) ?? "") !== text) place.replaceChildren(...lines);
    this.#texts.set(place, text);

    const controls = this.#controls.get(name);
    if (!controls) return;
    const error = issues.find(({ severity }) => severity === "error");
    const group = groupOf(controls);
    for (const control of controls) {
      setAttribute(control, "aria-invalid", !!error && "true");
      if (this.#validity) control.setCustomValidity(error?.message ?? "");
      if (!group) describe(control, place, text);
    }
    if (group) describe(group, place, text);
  }

  /** Takes away what was made. */
  dispose(): void {
    for (const [name, place] of this.#places) {
      this.show(name, []);
      place.replaceChildren();
    }
    for (const made of this.#made) made.remove();
  }

  #place(name: string): HTMLElement {
    const known = this.#places.get(name);
    if (known) return known;
    const controls = this.#controls.get(name);
    const [control] = controls ?? [];
    const group = controls
      ? groupOf(controls)
      : this.#root.querySelector(`fieldset[data-case-include='${CSS.escape(name)}']`);
    const before = control ? aroundLabel(control) : this.#root.querySelector(`[data-case-list='${CSS.escape(name)}']`);
    if (name && !group && !before) return this.#place(nameOf(stepsOf(name).slice(0, -1)));
    const made = make("div", "");
    made.dataset.caseIssues = name;
    if (group || !before) putFirst(group ?? this.#root, made);
    else before.before(made);
    this.#made.add(made);
    this.#places.set(name, made);
    return made;
  }
}

/** What stands in a label would be read as part of it. */
const aroundLabel = (control: Control): Element => control.closest("label") ?? control;

function describe(element: Element, place: Element, text: string): void {
  const id = idOf(place);
  const others = (element.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((other) => other && other !== id);
  if (text) others.push(id);
  setAttribute(element, "aria-describedby", others.join(" ") || false);
}
