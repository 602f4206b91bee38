/** The known languages: English, and those that were added. */

import { ENGLISH_MESSAGES } from "../generated/catalogues/en-messages.js";
import type { Catalogue } from "../generated/types.js";
import { checkCatalogue } from "./check-catalogue.js";

/**
 * A language: a tag, tags in the order of preference (as `navigator.languages` has them), or a catalogue. A tag falls back to
 * a more general one (`de` for `de-AT`), then to the next tag, and at last to English.
 */
export type LanguageChoice = string | readonly string[] | Catalogue;

/** English, without the texts of forms, which are only in bundles with a form. */
export const ENGLISH: Catalogue = { language: "en", messages: ENGLISH_MESSAGES };

const known = new Map<string, Catalogue>([["en", ENGLISH]]);

/**
 * Adds a language, so that every function accepts its tag: `language: "de"`. It replaces an earlier catalogue with the same
 * tag, including English.
 *
 * ```ts
 * import { addLanguage, validate } from "sphinx-case";
 * import german from "sphinx-case/languages/de";
 *
 * addLanguage(german);
 * validate(input, { language: "de-AT" }); // falls back to "de"
 * ```
 *
 * @throws TypeError when it is not a catalogue, or has a key, a param or a text that is invalid. The message names the key.
 */
export function addLanguage(catalogue: Catalogue): void {
  requireCatalogue(catalogue);
  checkCatalogue(catalogue);
  known.set(catalogue.language.toLowerCase(), catalogue);
}

/**
 * The catalogue of a language; English if it is unknown. A catalogue is returned unchanged.
 *
 * @throws TypeError when it is not a language.
 */
export function catalogueOf(language: LanguageChoice | undefined): Catalogue {
  const english = known.get("en") as Catalogue;
  if (language === undefined) return english;
  if (typeof language === "string") return ofTag(language) ?? english;
  if (Array.isArray(language)) {
    for (const tag of language) if (typeof tag !== "string") requireCatalogue(tag);
    return language.map(ofTag).find((catalogue) => catalogue !== undefined) ?? english;
  }
  requireCatalogue(language);
  return language as Catalogue;
}

/** The catalogue of a tag, or of a more general tag. */
function ofTag(language: string): Catalogue | undefined {
  for (let tag = language.toLowerCase(); tag !== ""; tag = tag.slice(0, Math.max(tag.lastIndexOf("-"), 0))) {
    const catalogue = known.get(tag);
    if (catalogue !== undefined) return catalogue;
  }
  return undefined;
}

function requireCatalogue(value: unknown): void {
  if (typeof value === "object" && value !== null && typeof (value as Catalogue).language === "string") return;
  const received = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  throw new TypeError(
    `language must be a tag such as "de", a list of tags, or a catalogue with its tag in "language" (received: ${received})`,
  );
}
