/** `sphinx-case/languages/es`: the Spanish catalogue, for `addLanguage` or the option `language`. Importing it changes nothing. */

export { CATALOGUE as default } from "../generated/catalogues/es.js";
