/** Finding and making elements of a page. */

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

/** Puts an element at the beginning, behind the legend. */
export function putFirst(parent: Element, element: Element): void {
  const legend = parent.querySelector(":scope>legend");
  if (legend) legend.after(element);
  else parent.prepend(element);
}
