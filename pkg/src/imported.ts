/** The WebAssembly as a module that the host has compiled at deployment, for hosts that compile no bytes (Cloudflare Workers). */

import { registerSource } from "./core.js";
import module from "./core.wasm";

registerSource(() => module);
