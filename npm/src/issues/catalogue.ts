/** The known languages: English, and those that were added. */

import { ENGLISH_MESSAGES } from "../generated/catalogues/en-messages.js";
import type { Catalogue } from "../generated/types.js";

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
 * @throws TypeError when it is not a catalogue.
 */
export function addLanguage(catalogue: Catalogue): void {
  requireCatalogue(catalogue);
  known.set(catalogue.language.toLowerCase(), catalogue);
}

/**
 * The catalogue of a language tag, or of a more general one (`de` for `de-AT`). A catalogue is returned unchanged.
 *
 * @throws TypeError when the language is unknown.
 */
export function catalogueOf(language: string | Catalogue | undefined): Catalogue {
  if (language === undefined) return known.get("en") as Catalogue;
  if (typeof language !== "string") {
    requireCatalogue(language);
    return language;
  }
  for (let tag = language.toLowerCase(); tag !== ""; tag = tag.slice(0, Math.max(tag.lastIndexOf("-"), 0))) {
    const catalogue = known.get(tag);
    if (catalogue !== undefined) return catalogue;
  }
  throw new TypeError(
    `language ${JSON.stringify(language)} is not known; known are ${[...known.keys()].join(", ")}. Add its catalogue with addLanguage, ` +
      'for example that of "sphinx-case/languages/de", or pass the catalogue itself.',
  );
}

function requireCatalogue(value: unknown): void {
  if (typeof value === "object" && value !== null && typeof (value as Catalogue).language === "string") return;
  const received = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  throw new TypeError(
    `language must be a tag such as "de", or a catalogue with its tag in "language" (received: ${received})`,
  );
}
