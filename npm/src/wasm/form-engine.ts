/** The engine for forms and API errors. It has a module of its own, so only bundles that use it contain it. */

import { Engine, type Instance } from "./engine.js";
import { engines } from "./engines.js";
import { createGlue, type FormGlue } from "./form-glue.js";
import { source } from "./form-source.js";

export { writeBytes, writeText } from "./engine.js";

/** The engine that forms run on. */
export type FormEngine = Engine<FormGlue>;
/** A running instance of it. */
export type FormCore = Instance<FormGlue>;

/** The engine for forms. It is made on first use. */
export function formEngine(): FormEngine {
  engines.form ??= new Engine(createGlue);
  engines.form.setSource(source);
  return engines.form;
}
