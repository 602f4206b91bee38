/** Where the module for whole requests comes from: it travels inside the package. Other flavours of the build put another file in the place of this one. */

import { text, unpacker } from "./core-inline.js";
import type { ModuleSource } from "./engine.js";
import { unpack } from "./unpack.js";

/** Unpacked on first use. */
export const source: ModuleSource | undefined = () => unpack({ text, unpacker });
