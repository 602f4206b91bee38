/** `sphinx-case/lines`. */

export * from "./line-streams.js";
