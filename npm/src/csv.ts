/** `sphinx-case/csv`. */

export * from "./csv/streams.js";
export * from "./csv/template.js";
