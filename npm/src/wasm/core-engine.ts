/** The engine for whole requests, which every entry of this package shares. */

import { source } from "./core-source.js";
import { Engine, type Instance } from "./engine.js";
import { engines } from "./engines.js";
import { createGlue, type Glue } from "./glue.js";

export { writeBytes, writeText } from "./engine.js";

/** A running core. */
export type Core = Instance<Glue>;

/** The one engine. Made on first use: importing this package does nothing. */
export function engine(): Engine<Glue> {
  engines.core ??= new Engine(createGlue);
  engines.core.comeFrom(source);
  return engines.core;
}

/** Asks the core one question; see {@link Engine.ask}. */
export function ask(question: (core: Core) => string): string {
  return engine().ask(question);
}
