/** A JavaScript value to the text the core reads: JSON, with a marked token wherever JSON has no word for the value. */

import { MAX_DEPTH } from "../generated/protocol.js";
import { writeOutline } from "./outline.js";
import { isExact, isPlainObject } from "./plain.js";
import { HostWriter, hasToJSON } from "./walk.js";

/** One way from a value to the core's text: `writeHost` for what is sent, `writeForCheck` for what is only checked. */
export type WriteValue = (value: unknown, maxBytes: number) => string | Uint8Array;

/**
 * Writes the value for the core. Nearly every input is plain JSON data, which one look over the value can tell: that is
 * left to JSON.stringify. Anything else is walked, so that the core can report each such value at its path.
 * The value is never changed. A text longer than `maxBytes` may be cut: the core only has to see that it is too long.
 */
export function writeHost(value: unknown, maxBytes: number): string {
  try {
    if (plainBudget(value, 0, maxBytes) >= 0) return JSON.stringify(value);
  } catch {
    // A getter, a proxy or a toJSON threw: the walk says which.
  }
  return new HostWriter(maxBytes).write(value);
}

/** Writes what the core must see to check the value. Its answer is the same as for the whole, and comes sooner. */
export function writeForCheck(value: unknown, maxBytes: number): string | Uint8Array {
  try {
    const outline = writeOutline(value, maxBytes);
    if (outline !== undefined) return outline;
  } catch {
    // Something threw: the walk says what.
  }
  return writeHost(value, maxBytes);
}

/**
 * What is left of the budget (one for each value, one for each UTF-16 unit of a string) after the value, or -1 when it is
 * not plain JSON data, is nested too deep (which a cycle is too), or is larger than the budget. The budget is a lower bound
 * of the text's length, so shared references, whose text can be exponentially longer than the value, end early.
 */
function plainBudget(value: unknown, depth: number, budget: number): number {
  switch (typeof value) {
    case "string":
      return budget - value.length - 1;
    case "boolean":
      return budget - 1;
    case "number":
      return isExact(value) ? budget - 1 : -1;
    case "object": {
      if (value === null) return budget - 1;
      if (depth >= MAX_DEPTH || hasToJSON(value)) return -1;
      let left = budget - 1;
      if (Array.isArray(value)) {
        for (let index = 0; index < value.length && left >= 0; index++)
          left = plainBudget(value[index], depth + 1, left);
        return left;
      }
      if (!isPlainObject(value)) return -1;
      for (const key in value) {
        left = plainBudget((value as Record<string, unknown>)[key], depth + 1, left);
        if (left < 0) return -1;
      }
      return left;
    }
    default:
      return -1;
  }
}
