/**
 * The engines that are there. The one file of source that all flavours of the build share, so that a module that one entry
 * has started serves the others.
 */

import type { Engine } from "./engine.js";
import type { FormGlue } from "./form-glue.js";
import type { Glue } from "./glue.js";

export const engines: { core?: Engine<Glue>; form?: Engine<FormGlue> } = {};
