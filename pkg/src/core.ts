/** The engine for whole requests, which every entry of this package shares. */

import { source } from "./core-source.js";
import { Engine, type Instance } from "./engine.js";
import { createGlue, type Glue } from "./glue.js";

export { writeBytes, writeText } from "./engine.js";

/** A running core. */
export type Core = Instance<Glue>;

let shared: Engine<Glue> | undefined;

/** The one engine. Made on first use, so that what does not ask it is free of it. */
export function engine(): Engine<Glue> {
  shared ??= new Engine(createGlue, source);
  return shared;
}

/** Asks the core one question; see {@link Engine.ask}. */
export function ask(question: (core: Core) => string): string {
  return engine().ask(question);
}
