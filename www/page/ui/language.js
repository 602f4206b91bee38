/**
 * The language of the page: its texts from `texts/`, and labels, hints and options from the catalogues of the package. Elements
 * with `data-text`, `data-field-label` and so on are updated when the language changes; modules listen for their own texts.
 */
import { fields } from "../../pkg/index.js";
import tags from "../../pkg/languages/list.js";
import english from "../texts/en.js";
import { element, withCode } from "./element.js";
import { confirm } from "./status.js";

const KEY = "sphinx-case:language";

/** The texts of the page, and the catalogues of the package, in the languages that are loaded. English always is. */
const TEXTS = { en: english };
const CATALOGUES = { en: "en" };

async function loadLanguage(tag) {
  if (Object.hasOwn(TEXTS, tag)) return;
  const [texts, catalogue] = await Promise.all([import(`../texts/${tag}.js`), import(`../../pkg/languages/${tag}.js`)]);
  TEXTS[tag] = texts.default;
  CATALOGUES[tag] = catalogue.default;
}

const table = new Map(fields.map((field) => [field.path, field]));
const listeners = new Set();
let language = "en";

export const currentLanguage = () => language;

/** The language, as the functions of the package take it. */
export const catalogue = () => CATALOGUES[language];

/** A text of the page. */
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

/**
 * The value with that label, in any language that is loaded; undefined if there is none. A value is returned unchanged. With the
 * first text that is unknown, the other languages are loaded, too.
 */
export function valueOfLabel(path, text) {
  const wanted = text.trim().toLocaleLowerCase();
  for (const { value, label } of table.get(path)?.options ?? []) {
    const names = [value, label, ...Object.values(CATALOGUES).map((one) => one.options?.[path]?.[value])];
    if (names.some((name) => name?.toLocaleLowerCase() === wanted)) return value;
  }
  // A language that cannot be loaded is left out.
  if (wanted !== "") for (const tag of tags) loadLanguage(tag).catch(() => {});
  return undefined;
}

/** Sets the texts of a part of the page, including its templates, in the current language. */
export function translate(part, formText) {
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
  for (const template of part.querySelectorAll("template")) translate(template.content, formText);
}

/** Calls the listener after each change of the language. */
export const onLanguage = (listener) => void listeners.add(listener);

/** The name of a language in that language. */
function languageName(tag) {
  const name = new Intl.DisplayNames(tag, { type: "language" }).of(tag);
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

/** Writes the languages of the page into their picker. */
export function writeLanguages(select) {
  const option = (tag) => element("option", { value: tag, lang: tag, selected: tag === language }, languageName(tag));
  select.replaceChildren(...["en", ...tags].map(option));
}

/** Starts with the stored language, or the first language of the browser that the page has. */
export async function startLanguage() {
  let stored;
  try {
    stored = localStorage.getItem(KEY);
  } catch {
    // Storage is forbidden.
  }
  const wanted = [stored, ...navigator.languages.map((tag) => tag.slice(0, 2))];
  const first = wanted.find((tag) => tag === "en" || tags.includes(tag)) ?? "en";
  try {
    await loadLanguage(first);
    language = first;
  } catch {
    // The page works in English.
  }
  document.documentElement.lang = language;
}

/** Changes the language when the user chooses another one. */
export function listenLanguage(select) {
  select.value = language;
  select.addEventListener("change", async () => {
    const chosen = select.value;
    select.setAttribute("aria-busy", "true");
    const isLoaded = await loadLanguage(chosen).then(
      () => true,
      () => false,
    );
    // The user may have chosen another one in the meantime.
    if (select.value !== chosen) return;
    select.removeAttribute("aria-busy");
    if (!isLoaded) {
      select.value = language;
      return confirm(t("language_failed"));
    }
    language = chosen;
    document.documentElement.lang = chosen;
    try {
      localStorage.setItem(KEY, chosen);
    } catch {
      // The choice applies until the page is left.
    }
    for (const listener of listeners) listener();
  });
}
