/** The WebAssembly that travels inside the package, for every entry that needs no second file. Unpacked on first use. */

import { registerSource } from "./core.js";
import { text, unpacker } from "./core-inline.js";
import { unpack } from "./unpack.js";

registerSource(() => unpack({ text, unpacker }));
