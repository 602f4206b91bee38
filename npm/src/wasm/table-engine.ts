/** The engine for tables. It has a module of its own, so only bundles that use it contain it. */

import { Engine, type Instance } from "./engine.js";
import { engines } from "./engines.js";
import { createGlue, type TableGlue } from "./table-glue.js";
import { source } from "./table-source.js";

export { writeBytes, writeText } from "./engine.js";

/** A running instance of it, which reads one table. */
export type TableCore = Instance<TableGlue>;

/** The engine for tables. It is made on first use. */
export function tableEngine(): Engine<TableGlue> {
  engines.table ??= new Engine(createGlue);
  engines.table.setSource(source);
  return engines.table;
}
