/** Cloudflare Workers run only modules that are part of the deployment, so the module is imported, already compiled. */

import module from "./core.wasm";
import type { ModuleSource } from "./engine.js";

export const source: ModuleSource | undefined = () => module;
