// Derived from the Rust declarations by scripts/build-pkg.mjs. Not for editing.

/** `sphinx-case/languages/fr`: the French catalogue, for `addLanguage` or the option `language`. Importing it has no side effects. */

export { CATALOGUE as default } from "../generated/catalogues/fr.js";
