/** Where the module for forms comes from: it travels inside the package. Other flavours of the build put another file in the place of this one. */

import type { ModuleSource } from "./engine.js";
import { text, unpacker } from "./form-inline.js";
import { unpack } from "./unpack.js";

/** Unpacked on first use. */
export const source: ModuleSource | undefined = () => unpack({ text, unpacker });
