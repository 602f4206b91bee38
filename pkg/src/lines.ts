/** `sphinx-case/lines`, with the WebAssembly inside. */

import "./inline.js";

export * from "./line-streams.js";
