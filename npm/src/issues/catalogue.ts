/** The languages that are known: English, and those that were added. */

import { ENGLISH_MESSAGES } from "../generated/catalogues/en-messages.js";
import type { Catalogue } from "../generated/types.js";

/** English, without the texts of the form library, which brings them itself. */
export const ENGLISH: Catalogue = { language: "en", messages: ENGLISH_MESSAGES };

const known = new Map<string, Catalogue>([["en", ENGLISH]]);

/**
 * Makes a language known by its tag, so that every function takes it as `language: "de"`. A catalogue that is added later
 * takes the place of one with the same tag, English included.
 *
 * ```ts
 * import { addLanguage, validate } from "sphinx-case";
 * import german from "sphinx-case/languages/de";
 *
 * addLanguage(german);
 * validate(input, { language: "de-AT" }); // falls back to "de"
 * ```
 *
 * @throws TypeError when it is no catalogue.
 */
export function addLanguage(catalogue: Catalogue): void {
  requireCatalogue(catalogue);
  known.set(catalogue.language.toLowerCase(), catalogue);
}

/**
 * The catalogue of a tag, or of the nearest more general one (`de` for `de-AT`); a catalogue is taken as it is.
 *
 * @throws TypeError when no such language is known.
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
    `language ${JSON.stringify(language)} is not known; known are ${[...known.keys()].join(", ")}. Add it with addLanguage(catalogue), ` +
      'or give the catalogue itself: import german from "sphinx-case/languages/de", or another language of the package, or your own.',
  );
}

function requireCatalogue(value: unknown): void {
  if (typeof value === "object" && value !== null && typeof (value as Catalogue).language === "string") return;
  const came = value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
  throw new TypeError(
    `language must be a tag such as "de", or a catalogue, which has its tag as "language"; was ${came}`,
  );
}
