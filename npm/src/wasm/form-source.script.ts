/** The module for forms as JavaScript, for hosts that compile no WebAssembly. */

import type { ModuleSource } from "./engine.js";
import { start } from "./form-script.js";

export const source: ModuleSource | undefined = () => ({ start });
