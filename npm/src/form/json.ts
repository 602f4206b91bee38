/** Values of a program as the JSON that the form takes. The careful writer of `host.ts` would be half of a page's form. */

import { isExact, isPlainObject } from "../values/plain.js";

/** Stands around the digits of a BigInt, until they are digits. */
const MARK = "\u0001";

/**
 * A value as JSON text. BigInts are written in full, and `toJSON` is honoured.
 *
 * @throws TypeError when a part of it is no JSON: the form could only lose it.
 */
export function jsonOf(value: unknown): string {
  let hasBigInts = false;
  const text = JSON.stringify(value, (key, part: unknown) => {
    if (typeof part === "bigint") {
      hasBigInts = true;
      return `${MARK}${part}${MARK}`;
    }
    const isLost =
      typeof part === "number"
        ? !isExact(part)
        : typeof part === "object"
          ? part !== null && !Array.isArray(part) && !isPlainObject(part)
          : typeof part === "function" || typeof part === "symbol" || (hasBigInts && String(part).includes(MARK));
    if (isLost) throw new TypeError(`${key === "" ? "the value" : JSON.stringify(key)} is no JSON: ${String(part)}`);
    return part;
  });
  return hasBigInts ? text.replace(/"\\u0001(-?\d+)\\u0001"/g, "$1") : text;
}
