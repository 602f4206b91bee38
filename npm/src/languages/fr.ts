/** `sphinx-case/languages/fr`: the French catalogue, for `addLanguage` or the option `language`. Importing it has no side effects. */

export { CATALOGUE as default } from "../generated/catalogues/fr.js";
