/**
 * The language of the page: its own words from `texts/`, labels, hints and options from the package's catalogues. What is
 * marked in the HTML (`data-text`, `data-field-label` …) is worded anew when the language changes; what a module writes
 * itself, it writes again when it is told.
 */
import { fields } from "../../pkg/index.js";
import tags from "../../pkg/languages/list.js";
import english from "../texts/en.js";
import { withCode } from "./element.js";

const KEY = "sphinx-case:language";
const TEXTS = { en: english };

/** The catalogues of the package. English is in the package itself and in its table of fields. */
export const CATALOGUES = { en: "en" };

await Promise.all(
  tags.map(async (tag) => {
    const [texts, catalogue] = await Promise.all([
      import(`../texts/${tag}.js`),
      import(`../../pkg/languages/${tag}.js`),
    ]);
    TEXTS[tag] = texts.default;
    CATALOGUES[tag] = catalogue.default;
  }),
);

const table = new Map(fields.map((field) => [field.path, field]));
const listeners = new Set();
let language = "en";

export const currentLanguage = () => language;

/** What the functions of the package take as the language. */
export const catalogue = () => CATALOGUES[language];

/** One of the page's own texts. */
export function t(key, params = {}) {
  const text = TEXTS[language][key];
  return typeof text === "function" ? text(params) : text;
}

/** The name of an example. */
export const exampleName = (key) => TEXTS[language].examples[key];

/** The label or the hint of a field. */
export function fieldText(path, what) {
  return CATALOGUES[language].fields?.[path]?.[what] ?? table.get(path)?.[what] ?? "";
}

/** The documented values of a field with their labels. */
export function optionsOf(path) {
  const labels = CATALOGUES[language].options?.[path];
  return (table.get(path)?.options ?? []).map(({ value, label }) => ({ value, label: labels?.[value] ?? label }));
}

/** The value that a label stands for, in any language of the page; the value itself when it is one. */
export function valueOfLabel(path, text) {
  const wanted = text.trim().toLocaleLowerCase();
  for (const { value, label } of table.get(path)?.options ?? []) {
    const names = [value, label, ...Object.values(CATALOGUES).map((one) => one.options?.[path]?.[value])];
    if (names.some((name) => name?.toLocaleLowerCase() === wanted)) return value;
  }
  return undefined;
}

/** Words a part of the page (or the content of a template) in the current language. */
export function word(part, formText) {
  const each = (name, write) => {
    for (const one of part.querySelectorAll(`[${name}]`)) write(one, one.getAttribute(name));
  };
  each("data-text", (one, key) => {
    one.textContent = t(key);
  });
  each("data-text-label", (one, key) => one.setAttribute("aria-label", t(key)));
  each("data-field-label", (one, path) => {
    one.textContent = fieldText(path, "label");
  });
  each("data-field-hint", (one, path) => one.replaceChildren(...withCode(fieldText(path, "hint"))));
  if (formText) {
    each("data-form-text", (one, key) => {
      one.textContent = formText(key);
    });
  }
  for (const template of part.querySelectorAll("template")) word(template.content, formText);
}

/** Has the listener told after each change of the language. */
export const onLanguage = (listener) => void listeners.add(listener);

function speak(chosen) {
  language = chosen;
  document.documentElement.lang = chosen;
  word(document);
  document.title = `${t("title")} · sphinx-case`;
}

/** Starts with the language kept, else the first one of the browser's that the page speaks. */
export function startLanguage(select) {
  let kept;
  try {
    kept = localStorage.getItem(KEY);
  } catch {
    // Storage is forbidden: the browser's languages decide.
  }
  const wanted = [kept, ...navigator.languages.map((tag) => tag.slice(0, 2))];
  speak(wanted.find((tag) => Object.hasOwn(TEXTS, tag ?? "")) ?? "en");
  select.replaceChildren(
    ...["en", ...tags].map((tag) => {
      const option = new Option(TEXTS[tag].language_name, tag);
      option.lang = tag;
      return option;
    }),
  );
  select.value = language;
  select.addEventListener("change", () => {
    speak(select.value);
    try {
      localStorage.setItem(KEY, language);
    } catch {
      // The choice holds until the page is left.
    }
    for (const listener of listeners) listener();
  });
}
