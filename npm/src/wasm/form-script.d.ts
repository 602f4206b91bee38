/** `form.wasm` as JavaScript, for hosts that compile no WebAssembly. The build writes `form-script.js`. */

import type { Exports } from "./exports.js";

/** Makes an instance. */
export declare function start(): Exports;
