/** The WebAssembly that travels inside the package, for every entry that needs no second file. Unpacked on first use. */

import { registerSource } from "./core.js";
import { unpack } from "./packed.js";
import { length, text } from "./wasm-inline.js";

registerSource(() => unpack(text, length));
