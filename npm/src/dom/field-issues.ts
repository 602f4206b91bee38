/** Issues beside the inputs: their text, and the attributes by which assistive technology finds it. */

import type { CaseForm } from "../form/store.js";
import type { Issue } from "../generated/types.js";
import { type Controls, type ControlsByName, isTicked } from "./controls.js";
import { find, idOf, make, makeUnseen, putFirst, setAttribute } from "./elements.js";

/** The fieldset around the radio buttons or boxes of a field. */
export const groupOf = ([first, second]: Controls): Element | null =>
  second && isTicked(first) ? first.closest("fieldset") : null;

/** The places where issues stand: `find` looks for them again, `show` shows those of a field, group or list. */
export function makeMarks(root: Element, form: CaseForm, validity: boolean) {
  let controls: ControlsByName;
  /** Where the issues of a name stand. A name without a place of its own is a guest in another. */
  let places = new Map<string, HTMLElement>();
  const made: Element[] = [];
  const texts = new WeakMap<Element, string>();

  const placeOf = (name: string): HTMLElement => {
    const known = places.get(name);
    if (known) return known;
    const own = controls.get(name);
    const inside = own ? groupOf(own) : find(root, "include", name);
    // What stands in a label would be read as part of it.
    const before = own ? (own[0].closest("label") ?? own[0]) : find(root, "list", name);
    let place: HTMLElement;
    if (!name || inside || before) {
      place = make("div");
      place.dataset.caseIssues = name;
      made.push(place);
      if (inside || !before) putFirst(inside ?? root, place);
      else before.before(place);
    } else place = placeOf(name.replace(/(^|[.[])[^.[]*$/, ""));
    places.set(name, place);
    return place;
  };

  const show = (name: string, issues: readonly Issue[]): void => {
    const known = places.get(name);
    if (!issues.length && !(known && texts.get(known))) return;
    const place = placeOf(name);
    const { fields } = form.getSnapshot();
    const lines = [...places].flatMap(([from, where]) =>
      ((where === place && (from === name ? issues : fields.get(from)?.shown)) || []).map(({ severity, message }) => {
        const prefix = makeUnseen("span", form.text(`${severity}_prefix`));
        const line = make("p", prefix, from === place.dataset.caseIssues ? message : `${from}: ${message}`);
        line.className = `case-${severity}`;
        return line;
      }),
    );
    const text = lines.map((line) => line.textContent).join();
    if (texts.get(place) !== text) place.replaceChildren(...lines);
    texts.set(place, text);

    const own = controls.get(name);
    if (!own) return;
    const error = issues.find(({ severity }) => severity === "error");
    const id = idOf(place);
    for (const control of own) {
      setAttribute(control, "aria-invalid", error && "true");
      if (validity) control.setCustomValidity(error?.message ?? "");
    }
    const group = groupOf(own);
    for (const described of group ? [group] : own) {
      const ids = (described.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((other) => other !== id);
      setAttribute(described, "aria-describedby", [...ids, text && id].join(" ").trim());
    }
  };

  return {
    show,
    find(found: ControlsByName): void {
      controls = found;
      places = new Map([...places].filter(([name, place]) => place.isConnected && place.dataset.caseIssues !== name));
      for (const place of root.querySelectorAll<HTMLElement>("[data-case-issues]"))
        places.set(place.dataset.caseIssues as string, place);
    },
    /** Takes away what was shown and made. */
    dispose(): void {
      for (const name of places.keys()) show(name, []);
      for (const one of made) one.remove();
    },
  };
}
