/** The engine for whole requests, which every entry of this package shares. */

import { Engine, type Instance, type ModuleSource } from "./engine.js";
import { createGlue, type Glue } from "./glue.js";

export { writeBytes, writeText } from "./engine.js";

/** A running core. */
export type Core = Instance<Glue>;

let shared: Engine<Glue> | undefined;

/** The one engine. Made on first use, so that what does not ask it is free of it. */
export function engine(): Engine<Glue> {
  shared ??= new Engine(createGlue);
  return shared;
}

/** Says where the module comes from when the first call needs it. The first entry that registers one wins. */
export function registerSource(source: ModuleSource): void {
  engine().registerSource(source);
}

/** Asks the core one question; see {@link Engine.ask}. */
export function ask(question: (core: Core) => string): string {
  return engine().ask(question);
}

/**
 * Compiles the core ahead of the first call, without blocking. Never needed, but in Chromium before 114, which compiles
 * only asynchronously on a page's main thread. Calling it again does nothing.
 *
 * @throws SphinxCaseError when WebAssembly is missing, or may not be compiled.
 */
export async function initialiseFromSource(): Promise<void> {
  await engine().initialise();
}
