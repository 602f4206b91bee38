/** The engines that exist. All flavours of the build share this file, so that all entries use the same running modules. */

import type { Engine } from "./engine.js";
import type { FormGlue } from "./form-glue.js";
import type { Glue } from "./glue.js";
import type { TableGlue } from "./table-glue.js";

export const engines: {
  core?: Engine<Glue>;
  form?: Engine<FormGlue>;
  table?: Engine<TableGlue>;
  /** For tests only: true leaves every request to the core, written completely. */
  coreOnly?: boolean;
} = {};
