/** Finding and making elements of a page. */

let count = 0;

/** The id of an element; set if it has none. */
export function idOf(element: Element): string {
  while (!element.id) {
    const id = `case-part-${++count}`;
    // The page, or another copy of this library, may have used it.
    if (!document.getElementById(id)) element.id = id;
  }
  return element.id;
}

/** A CSS string. `CSS.escape` does not exist in jsdom. */
const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;

/** The first element with the attribute `data-case-PART`, and with that value if a name is passed. */
export const find = <E extends Element = HTMLElement>(root: Element, part: string, name?: string): E | null =>
  root.querySelector<E>(`[data-case-${part}${name === undefined ? "" : `=${quoted(name)}`}]`);

/** Makes an element. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  ...content: (string | Node)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.append(...content);
  return made;
}

/** Makes an element for screen readers only. Scripts may set its style even if a policy forbids inline styles. */
export function makeVisuallyHidden(tag: "div" | "span", text: string): HTMLElement {
  const made = make(tag, text);
  made.style.cssText = "position:absolute;width:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap";
  return made;
}

/** Sets an attribute, or removes it if the value is empty. An attribute that is right is not touched. */
export function setAttribute(element: Element, name: string, value: string | false | undefined): void {
  if (!value) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Inserts an element at the beginning, after the legend. */
export function prepend(parent: Element, element: Element): void {
  const legend = parent.querySelector(":scope>legend");
  if (legend) legend.after(element);
  else parent.prepend(element);
}
