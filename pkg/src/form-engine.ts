/** The engine for forms and for what the server answers: a module of its own, which only those carry who use it. */

import { Engine, type Instance, type ModuleSource } from "./engine.js";
import { createGlue, type FormGlue } from "./form-glue.js";

export { writeBytes, writeText } from "./engine.js";

/** The engine that forms run on. */
export type FormEngine = Engine<FormGlue>;
/** A running instance of it. */
export type FormCore = Instance<FormGlue>;

let shared: FormEngine | undefined;

/** The one engine for forms, with where its module comes from, if that is known here. */
export function formEngine(source?: ModuleSource): FormEngine {
  shared ??= new Engine(createGlue);
  if (source !== undefined) shared.registerSource(source);
  return shared;
}
