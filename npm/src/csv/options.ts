/** The options of tables. */

import type { CaseOptions } from "../generated/types.js";
import { type ReadOptions, readOptions, requireOptionNames } from "../request/options.js";
import { isPlainObject } from "../values/plain.js";

/** Options of the functions that read tables: those of requests, and `map`. */
export interface CsvOptions extends CaseOptions {
  /**
   * The field that the column with a heading is for, as a form name: `{ Name: "customer.full_name" }`. An empty text leaves the column
   * out. Headings that are names of fields need no entry.
   */
  readonly map?: Readonly<Record<string, string>>;
}

/** Options that have been read. */
export interface ReadCsvOptions extends ReadOptions {
  /** The option `map` as JSON. */
  readonly map: string;
}

/**
 * Reads options for the core, which checks the values of those of requests.
 *
 * @throws TypeError when a name is unknown, or `map` is not an object of texts.
 */
export function readCsvOptions(options: CsvOptions = {}): ReadCsvOptions {
  requireOptionNames(options, { map: 0 });
  const { map = {}, ...ofRequests } = options;
  if (typeof map !== "object" || map === null || !isPlainObject(map))
    throw new TypeError("map must be an object with the field of each heading");
  for (const [heading, field] of Object.entries(map))
    if (typeof field !== "string")
      throw new TypeError(
        `map[${JSON.stringify(heading)}] must be the name of a field, or "" to leave the column out (received: ${typeof field})`,
      );
  return { ...readOptions(ofRequests), map: JSON.stringify(map) };
}
