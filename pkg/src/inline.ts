/** The WebAssembly that travels inside the package, for every entry that needs no second file. Decoded on first use. */

import { registerSource } from "./core.js";
import { bytesFromHex } from "./hex.js";
import { hex } from "./wasm-inline.js";

registerSource(() => bytesFromHex(hex));
