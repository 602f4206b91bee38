/** `sphinx-case` where only modules known at deployment may run (Cloudflare Workers): the core is imported, not decoded. */

import "./imported.js";

export { initialiseFromSource as init } from "./core.js";
export * from "./face.js";
export * from "./forms-workerd.js";
