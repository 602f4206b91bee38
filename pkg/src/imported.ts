/** The WebAssembly as a module that the host has compiled at deployment, for hosts that compile no bytes (Cloudflare Workers). */

import module from "./core.wasm";
import { registerSource } from "./core.js";

registerSource(() => module);
