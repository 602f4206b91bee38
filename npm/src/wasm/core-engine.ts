/** The engine for whole requests. All entries of this package share it. */

import { source } from "./core-source.js";
import { Engine, type Instance } from "./engine.js";
import { engines } from "./engines.js";
import { createGlue, type Glue } from "./glue.js";

export { writeBytes, writeText } from "./engine.js";

/** A running core. */
export type Core = Instance<Glue>;

/** The engine. It is made on first use: importing this package has no side effects. */
export function engine(): Engine<Glue> {
  engines.core ??= new Engine(createGlue);
  engines.core.setSource(source);
  return engines.core;
}

/** Whether a request may be accepted without a call of the core: it can be called, and no test forbids it. */
export function mayAccept(): boolean {
  return engine().isAvailable && engines.coreOnly !== true;
}

/** Calls the core; see {@link Engine.call}. */
export function call(size: number, run: (core: Core) => string): string {
  return engine().call(size, run);
}
