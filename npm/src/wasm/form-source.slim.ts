/** `sphinx-case/slim` contains no modules: see `init` and `initForms`. */

import type { ModuleSource } from "./engine.js";

export const source: ModuleSource | undefined = undefined;
