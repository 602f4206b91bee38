// Derived from the Rust declarations by scripts/build-pkg.mjs. Not for editing.

/** `sphinx-case/languages/es`: the Spanish catalogue, for `addLanguage` or the option `language`. Importing it has no side effects. */

export { CATALOGUE as default } from "../generated/catalogues/es.js";
