/** Where only modules known at deployment may run (Cloudflare Workers), the module is imported: the host has compiled it. */

import type { ModuleSource } from "./engine.js";
import module from "./form.wasm";

export const source: ModuleSource | undefined = () => module;
