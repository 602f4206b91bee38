/** Issues next to the inputs: their texts, and the attributes that connect them for assistive technology. */

import { setValidity } from "../form/inputs.js";
import type { CaseForm } from "../form/store.js";
import type { Issue } from "../generated/types.js";
import { type Controls, type ControlsByName, isChoice } from "./controls.js";
import { find, idOf, make, makeVisuallyHidden, prepend, setAttribute } from "./elements.js";

/** The fieldset around the radio buttons or checkboxes of a field. */
export const groupOf = ([first, second]: Controls): Element | null =>
  second && isChoice(first) ? first.closest("fieldset") : null;

/** The elements in which issues are shown: `find` looks for them, `show` shows the issues of a field, group or list. */
export class FieldIssues {
  readonly #root: Element;
  readonly #form: CaseForm;
  readonly #validity: boolean;
  #controls: ControlsByName = new Map();
  /** The element for the issues of each name. A name without an element of its own uses that of the place around it. */
  #places = new Map<string, HTMLElement>();
  readonly #made: Element[] = [];
  readonly #texts = new WeakMap<Element, string>();

  /** @param validity whether inputs with an error are invalid for the browser too. */
  constructor(root: Element, form: CaseForm, validity: boolean) {
    this.#root = root;
    this.#form = form;
    this.#validity = validity;
  }

  /** Looks for the elements again, after inputs or rows have changed. */
  find(controls: ControlsByName): void {
    this.#controls = controls;
    this.#places = new Map(
      [...this.#places].filter(([name, place]) => place.isConnected && place.dataset.caseIssues !== name),
    );
    for (const place of this.#root.querySelectorAll<HTMLElement>("[data-case-issues]"))
      this.#places.set(place.dataset.caseIssues as string, place);
  }

  /** Shows the issues of a name; an empty array removes them. */
  show(name: string, issues: readonly Issue[]): void {
    const known = this.#places.get(name);
    if (!issues.length && !(known && this.#texts.get(known))) return;
    const place = this.placeOf(name);
    const { fields } = this.#form.getSnapshot();
    const lines = [...this.#places].flatMap(([from, where]) =>
      ((where === place && (from === name ? issues : fields.get(from)?.shown)) || []).map((issue) =>
        this.#makeLine(issue, from === place.dataset.caseIssues ? "" : from),
      ),
    );
    const text = lines.map((line) => line.textContent).join();
    if (this.#texts.get(place) !== text) place.replaceChildren(...lines);
    this.#texts.set(place, text);
    const controls = this.#controls.get(name);
    if (controls) this.#describe(controls, place, text, issues);
  }

  /** Removes everything that was shown and made. */
  dispose(): void {
    for (const name of this.#places.keys()) this.show(name, []);
    for (const one of this.#made) one.remove();
  }

  /** The element for the issues of a name; made if there is none. */
  placeOf(name: string): HTMLElement {
    const known = this.#places.get(name);
    if (known) return known;
    const root = this.#root;
    const controls = this.#controls.get(name);
    const inside = controls ? groupOf(controls) : find(root, "include", name);
    // Not inside a label: it would be read as part of the label.
    const before = controls ? (controls[0].closest("label") ?? controls[0]) : find(root, "list", name);
    let place: HTMLElement;
    if (!name || inside || before) {
      place = make("div");
      place.dataset.caseIssues = name;
      this.#made.push(place);
      if (inside || !before) prepend(inside ?? root, place);
      else before.before(place);
    } else place = this.placeOf(name.replace(/(^|[.[])[^.[]*$/, ""));
    this.#places.set(name, place);
    return place;
  }

  /** @param name of the field, where the element is that of another place; else empty. */
  #makeLine({ severity, message }: Issue, name: string): HTMLElement {
    const prefix = makeVisuallyHidden("span", this.#form.text(`${severity}_prefix`));
    const text = name ? this.#form.text("summary_item", { label: name, message }) : message;
    const line = make("p", prefix, text);
    line.className = `case-${severity}`;
    return line;
  }

  /** Sets the attributes of the inputs of a field. */
  #describe(controls: Controls, place: Element, text: string, issues: readonly Issue[]): void {
    const error = issues.find(({ severity }) => severity === "error");
    const id = idOf(place);
    for (const control of controls) {
      setAttribute(control, "aria-invalid", error && "true");
      if (this.#validity) setValidity(control, error?.message ?? "");
    }
    const group = groupOf(controls);
    for (const described of group ? [group] : controls) {
      const ids = (described.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((other) => other !== id);
      setAttribute(described, "aria-describedby", [...ids, text && id].join(" ").trim());
    }
  }
}
