/** The WebAssembly that travels inside the package, for every entry that needs no second file. Unpacked on first use. */

import { registerSource } from "./core.js";
import { unpackCore } from "./unpack.js";

registerSource(unpackCore);
