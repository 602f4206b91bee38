/** The module for forms, which is inside the package. Other flavours of the build replace this file. */

import type { ModuleSource } from "./engine.js";
import { text, unpacker } from "./form-inline.js";
import { unpack } from "./unpack.js";

/** Unpacks the module on first use. */
export const source: ModuleSource | undefined = () => unpack({ text, unpacker });
