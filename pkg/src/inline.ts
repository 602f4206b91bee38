/** The WebAssembly that travels inside the package, for every entry that needs no second file. Decoded on first use. */

import { bytesFromBase64 } from "./base64.js";
import { registerSource } from "./core.js";
import { base64 } from "./wasm-inline.js";

registerSource(() => bytesFromBase64(base64));
