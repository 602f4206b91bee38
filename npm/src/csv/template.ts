/** The headings of a table. */

import type { CaseOptions } from "../generated/types.js";
import { readOptions } from "../request/options.js";
import { tableEngine, writeText } from "../wasm/table-engine.js";

/**
 * A template to fill in: a row of CSV with a heading for each field, and a line break. Lists have a heading for their first item; for more items, add
 * columns such as `checks[1].check_type`. Columns that are not needed can stay empty or be removed.
 *
 * ```ts
 * const link = URL.createObjectURL(new Blob([csvTemplate()], { type: "text/csv" }));
 * ```
 *
 * @param options only `revision` matters: which fields there are.
 * @throws TypeError when an option is invalid.
 */
export function csvTemplate(options?: CaseOptions): string {
  const { text = "" } = readOptions(options);
  return tableEngine().call(text.length, (core) => core.csv_template(writeText(core, text)));
}
