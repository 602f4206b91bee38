/** Makes modules of the package from the catalogues in `src/messages`. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("../../src/messages/", import.meta.url);

/** The languages besides English: each is an entry of the package. */
export const LANGUAGES = readdirSync(fileURLToPath(folder))
  .filter((file) => file.endsWith(".json") && file !== "en.json")
  .map((file) => file.replace(".json", ""))
  .sort();

/**
 * Writes a module for each language. English has two: its messages are in every bundle, its texts of forms only in bundles with a
 * form.
 *
 * @param write receives the name of a module in the folder of catalogues, and its text.
 */
export function writeCatalogues(write) {
  const { messages, form } = catalogue("en");
  write("en-messages.ts", module("ENGLISH_MESSAGES", "messages", messages, 'NonNullable<Catalogue["messages"]>'));
  write("en-form.ts", module("ENGLISH_FORM", "texts of forms", form, "Readonly<Record<FormTextKey, string>>"));
  for (const language of LANGUAGES)
    write(`${language}.ts`, module("CATALOGUE", `catalogue "${language}"`, catalogue(language), "Catalogue"));
  write(
    "list.ts",
    `/** The tags of the languages that have a catalogue besides English. */
export const TAGS: readonly string[] = ${JSON.stringify(LANGUAGES)};
`,
  );
}

/**
 * Writes the entry of each language, and `list.ts` with the tags of all.
 *
 * @param write receives the name of an entry, and its text.
 */
export function writeLanguageEntries(write) {
  const names = new Intl.DisplayNames(["en"], { type: "language" });
  for (const language of LANGUAGES)
    write(
      `${language}.ts`,
      `/** \`sphinx-case/languages/${language}\`: the ${names.of(language)} catalogue, for \`addLanguage\` or the option \`language\`. Importing it has no side effects. */

export { CATALOGUE as default } from "../generated/catalogues/${language}.js";
`,
    );
  write(
    "list.ts",
    `/** \`sphinx-case/languages/list\`: the tags of the languages that have a catalogue besides English. */

export { TAGS as default } from "../generated/catalogues/list.js";
`,
  );
}

/**
 * A module with the params of each text of a catalogue.
 *
 * @param codes the codes of issues with their params, from `sphinx-case schema --target codes`.
 */
export function paramsModule(codes) {
  const { messages, form } = catalogue("en");
  const params = Object.fromEntries(codes.map(({ code, params }) => [code, params.map(({ name }) => name)]));
  const ofMessages = Object.keys(messages).map((key) => [key, params[key.split(".")[0]]]);
  const ofForm = Object.entries(form).map(([key, text]) => [
    key,
    [...text.matchAll(/\{(\w+)(?=[,}])/g)].map(([, name]) => name),
  ]);
  const table = (entries) => JSON.stringify(Object.fromEntries(entries));
  return `import type { FormTextKey, MessageKey } from "./types.js";

/** The params that each message can have. */
export const MESSAGE_PARAMS: Readonly<Record<MessageKey, readonly string[]>> = ${table(ofMessages)};

/** The params that each text of a form can have. */
export const FORM_PARAMS: Readonly<Record<FormTextKey, readonly string[]>> = ${table(ofForm)};
`;
}

function catalogue(language) {
  return JSON.parse(readFileSync(new URL(`${language}.json`, folder), "utf8"));
}

function module(name, what, texts, type) {
  const imported = /\bFormTextKey\b/.test(type) ? "FormTextKey" : "Catalogue";
  return `import type { ${imported} } from "../types.js";

/** The ${what}${name.startsWith("ENGLISH") ? " in English" : ""}. */
export const ${name}: ${type} = ${JSON.stringify(texts, null, 2)};
`;
}
