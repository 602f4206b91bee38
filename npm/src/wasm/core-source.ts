/** The module for whole requests, which is inside the package. Other flavours of the build replace this file. */

import { text, unpacker } from "./core-inline.js";
import type { ModuleSource } from "./engine.js";
import { unpack } from "./unpack.js";

/** Unpacks the module on first use. */
export const source: ModuleSource | undefined = () => unpack({ text, unpacker });
