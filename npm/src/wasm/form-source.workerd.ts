/** Cloudflare Workers run only modules that are part of the deployment, so the module is imported, already compiled. */

import type { ModuleSource } from "./engine.js";
import module from "./form.wasm";

export const source: ModuleSource | undefined = () => module;
