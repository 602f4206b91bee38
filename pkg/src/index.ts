/**
 * `sphinx-case`: validate a case request, fill in its defaults, and build its payload.
 *
 * This entry carries its WebAssembly inside and starts it synchronously on the first call, so that it works in every
 * runtime and bundler without configuration. Importing it does nothing else.
 */

import "./inline.js";

export { initialiseFromSource as init } from "./core.js";
export * from "./face.js";
export * from "./forms.js";
