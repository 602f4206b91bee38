/** The engine for forms and for what the server answers: a module of its own, which only those carry who use it. */

import { Engine, type Instance } from "./engine.js";
import { engines } from "./engines.js";
import { createGlue, type FormGlue } from "./form-glue.js";
import { source } from "./form-source.js";

export { writeBytes, writeText } from "./engine.js";

/** The engine that forms run on. */
export type FormEngine = Engine<FormGlue>;
/** A running instance of it. */
export type FormCore = Instance<FormGlue>;

/** The one engine for forms. Made on first use. */
export function formEngine(): FormEngine {
  engines.form ??= new Engine(createGlue);
  engines.form.comeFrom(source);
  return engines.form;
}
