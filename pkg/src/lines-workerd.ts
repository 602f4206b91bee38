/** `sphinx-case/lines` where only modules known at deployment may run (Cloudflare Workers). */

import "./imported.js";

export * from "./line-streams.js";
