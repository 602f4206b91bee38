/** Writes the values of programs as JSON, where no issue can be reported. */

import { ValueWriter } from "./walk.js";

/**
 * A value as JSON, as `writeValue` writes it for the core.
 *
 * @throws TypeError when JSON cannot represent a part of it, which would be lost.
 */
export function jsonOf(value: unknown): string {
  const writer = new ValueWriter(Number.POSITIVE_INFINITY);
  const text = writer.write(value);
  if (writer.lost === undefined) return text;
  const { key, received } = writer.lost;
  throw new TypeError(`${key === "" ? "the value" : JSON.stringify(key)} is not JSON: ${received}`);
}
