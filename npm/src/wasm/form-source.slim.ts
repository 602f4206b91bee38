/** `sphinx-case/slim` comes without its modules: see `init` and `initForms` there. */

import type { ModuleSource } from "./engine.js";

export const source: ModuleSource | undefined = undefined;
