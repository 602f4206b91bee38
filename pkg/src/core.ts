/** The engine of this package: what every entry asks, except for forms where the entry has a module of their own. */

import { type Core, Engine, type ModuleSource } from "./engine.js";

export { type Core, writeBytes, writeText } from "./engine.js";

let shared: Engine | undefined;

/** The one engine. Made on first use, so that what does not ask it is free of it. */
export function engine(): Engine {
  shared ??= new Engine();
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
