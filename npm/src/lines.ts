/** `sphinx-case/lines`. */

export * from "./lines/streams.js";
