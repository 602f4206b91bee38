/** Where only modules known at deployment may run (Cloudflare Workers), the module is imported: the host has compiled it. */

import module from "./core.wasm";
import type { ModuleSource } from "./engine.js";

export const source: ModuleSource | undefined = () => module;
