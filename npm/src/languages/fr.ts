/** `sphinx-case/languages/fr`: the French catalogue, for `addLanguage` or the option `language`. Importing it changes nothing. */

export { CATALOGUE as default } from "../generated/catalogues/fr.js";
