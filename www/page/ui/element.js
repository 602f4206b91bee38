/** Makes an element. Properties become attributes (`on…`: listeners); strings become text, never markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A line of a description list. */
export const descriptionLine = (term, ...value) =>
  element("div", {}, element("dt", {}, term), element("dd", {}, ...value));

/** The element of the page with that id. */
export const byId = (id) => document.getElementById(id);

/** A text as nodes. Names in backticks become `code` elements. */
export const withCode = (sentence) =>
  sentence.split("`").map((part, index) => (index % 2 === 1 ? element("code", {}, part) : part));
