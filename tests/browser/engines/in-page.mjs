/** What runs in the page for `webdriver-page.mjs`. Each function is sent as text, so it uses nothing from outside. */

/**
 * The elements of a selector of CSS, with three of Playwright's additions: `:text("…")` (contains), `:text-is("…")` (is) and
 * ` >> nth=N`.
 */
export function findAll(selector) {
  const [css, nth] = selector.split(" >> nth=");
  const [, before, kind, , text, after] = /^(.*?):(text(?:-is)?)\((["'])(.*?)\3\)(.*)$/.exec(css) ?? [];
  const plain = (one) => one.textContent.replace(/\s+/g, " ").trim();
  let found = [...document.querySelectorAll(before === undefined ? css : `${before || "*"}${after}`)];
  if (kind === "text-is") found = found.filter((one) => plain(one) === text);
  if (kind === "text") found = found.filter((one) => plain(one).toLowerCase().includes(text.toLowerCase()));
  return nth === undefined ? found : found.slice(Number(nth)).slice(0, 1);
}

/** Whether a person can see an element. */
export function isVisible(element) {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && getComputedStyle(element).visibility === "visible";
}

/** Replaces the text of an input as typing does: the browser itself fires the events. */
export function fill(element, text) {
  element.focus();
  element.select();
  if (text === "") document.execCommand("delete");
  else document.execCommand("insertText", false, text);
}

/** Chooses options by their values, as a person does. */
export function selectOptions(element, values) {
  for (const option of element.options) option.selected = values.includes(option.value);
  element.dispatchEvent(new Event("input", { bubbles: true }));
  element.dispatchEvent(new Event("change", { bubbles: true }));
}
