/** Writes the values that a program sets in a form as JSON. The complete writer in `values/` would add too much code to a page. */

import { isExact, isPlainObject } from "../values/plain.js";

/** Surrounds the digits of a BigInt until they are written as a number. */
const MARK = "\u0001";

/**
 * A value as JSON. BigInts are written as integers, and `toJSON` is called.
 *
 * @throws TypeError when JSON cannot represent a part of it, which would be lost.
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
    if (isLost) throw new TypeError(`${key === "" ? "the value" : JSON.stringify(key)} is not JSON: ${String(part)}`);
    return part;
  });
  return hasBigInts ? text.replace(/"\\u0001(-?\d+)\\u0001"/g, "$1") : text;
}
