/** Issues beside the inputs: their text, and the attributes by which assistive technology finds it. */

import type { CaseForm } from "../form/store.js";
import type { Issue } from "../generated/types.js";
import { type Controls, type ControlsByName, isTicked } from "./controls.js";

let count = 0;

/** The id of an element, given where it has none. */
export function idOf(element: Element): string {
  element.id ||= `case-part-${++count}`;
  return element.id;
}

/** The element that is marked as a part of the form. */
export const find = <E extends Element = HTMLElement>(root: Element, part: string, name?: string): E | null =>
  root.querySelector<E>(`[data-case-${part}${name === undefined ? "" : `="${CSS.escape(name)}"`}]`);

/** Makes an element. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  ...content: (string | Node)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.append(...content);
  return made;
}

/** Makes an element that only the eye does not see. Its style is set by script, which a policy for styles allows. */
export function makeUnseen(tag: "div" | "span", text: string): HTMLElement {
  const made = make(tag, text);
  made.style.cssText = "position:absolute;width:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap";
  return made;
}

/** Sets an attribute where it is not as it should be, or removes it. */
export function setAttribute(element: Element, name: string, value: string | false | undefined): void {
  if (!value) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** The fieldset around the radio buttons or boxes of a field. */
export const groupOf = ([first, second]: Controls): Element | null =>
  second && isTicked(first) ? first.closest("fieldset") : null;

/** Puts an element at the beginning, behind the legend. */
export function putFirst(parent: Element, element: Element): void {
  const legend = parent.querySelector(":scope>legend");
  if (legend) legend.after(element);
  else parent.prepend(element);
}

/** The places where issues stand. */
export class Marks {
  controls: ControlsByName = new Map();
  readonly #root: Element;
  readonly #form: CaseForm;
  readonly #validity: boolean;
  readonly #made: Element[] = [];
  readonly #texts = new WeakMap<Element, string>();
  /** Where the issues of a name stand. A name without a place of its own is a guest in another. */
  #places = new Map<string, HTMLElement>();

  constructor(root: Element, form: CaseForm, validity: boolean) {
    this.#root = root;
    this.#form = form;
    this.#validity = validity;
  }

  /** Looks again, after rows came, went or moved. */
  find(controls: ControlsByName): void {
    this.controls = controls;
    this.#places = new Map(
      [...this.#places].filter(([name, place]) => place.isConnected && place.dataset.caseIssues !== name),
    );
    for (const place of this.#root.querySelectorAll<HTMLElement>("[data-case-issues]"))
      this.#places.set(place.dataset.caseIssues as string, place);
  }

  /** Shows the issues of a field, group or list. */
  show(name: string, issues: readonly Issue[]): void {
    const known = this.#places.get(name);
    if (!issues.length && !(known && this.#texts.get(known))) return;
    const place = known ?? this.#place(name);
    this.#places.set(name, place);
    const { fields } = this.#form.getSnapshot();
    const lines = [...this.#places].flatMap(([from, where]) =>
      ((where !== place ? undefined : from === name ? issues : fields.get(from)?.shown) ?? []).map(
        ({ severity, message }) => {
          const prefix = makeUnseen("span", this.#form.text(`${severity}_prefix`));
          const line = make("p", prefix, from === place.dataset.caseIssues ? message : `${from}: ${message}`);
          line.className = `case-${severity}`;
          return line;
        },
      ),
    );
    const text = lines.map((line) => line.textContent).join();
    if (this.#texts.get(place) !== text) place.replaceChildren(...lines);
    this.#texts.set(place, text);

    const controls = this.controls.get(name);
    if (!controls) return;
    const error = issues.find(({ severity }) => severity === "error");
    const id = idOf(place);
    for (const control of controls) {
      setAttribute(control, "aria-invalid", error && "true");
      if (this.#validity) control.setCustomValidity(error?.message ?? "");
    }
    const group = groupOf(controls);
    for (const described of group ? [group] : controls) {
      const ids = (described.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((other) => other !== id);
      setAttribute(described, "aria-describedby", [...ids, text && id].join(" ").trim());
    }
  }

  /** Takes away what was shown and made. */
  dispose(): void {
    for (const name of this.#places.keys()) this.show(name, []);
    for (const made of this.#made) made.remove();
  }

  #place(name: string): HTMLElement {
    const controls = this.controls.get(name);
    const inside = controls ? groupOf(controls) : find(this.#root, "include", name);
    // What stands in a label would be read as part of it.
    const before = controls ? (controls[0].closest("label") ?? controls[0]) : find(this.#root, "list", name);
    if (name && !inside && !before) {
      const around = name.replace(/(^|[.[])[^.[]*$/, "");
      return this.#places.get(around) ?? this.#place(around);
    }
    const made = make("div");
    made.dataset.caseIssues = name;
    if (inside || !before) putFirst(inside ?? this.#root, made);
    else before.before(made);
    this.#made.push(made);
    this.#places.set(name, made);
    return made;
  }
}
