/** The module for whole requests as JavaScript, for hosts that compile no WebAssembly. */

import { start } from "./core-script.js";
import type { ModuleSource } from "./engine.js";

export const source: ModuleSource | undefined = () => ({ start });
