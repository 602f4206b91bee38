/**
 * Writes JavaScript values for the core: as JSON, with `!"name"` for each value that JSON cannot represent, such as `!"NaN"`, and
 * `!u"digits"` for an integer that a number cannot represent exactly.
 */

import { MAX_DEPTH } from "../generated/protocol.js";
import { isExact, isPlainObject } from "./plain.js";
import { hasToJSON, ValueWriter } from "./walk.js";

/** Writes a value for the core. */
export type WriteValue = (value: unknown, maxBytes: number) => string | OversizedText;

/** A text that is too large for the core. */
export interface OversizedText {
  /** Its size in UTF-8 bytes. */
  readonly size: number;
}

/**
 * Writes a value for the core. Nearly every input is plain JSON data, which JSON.stringify writes. In any other input each
 * value is written by itself, so that the core can report those that JSON cannot represent. The value is never changed. A text
 * longer than `maxBytes` may only be measured.
 */
export function writeValue(value: unknown, maxBytes: number): string | OversizedText {
  try {
    if (plainBudget(value, 0, maxBytes) >= 0) return JSON.stringify(value);
  } catch {
    // A getter, a proxy or toJSON has thrown: the core reports which.
  }
  const writer = new ValueWriter(maxBytes);
  const text = writer.write(value);
  return writer.isCut ? { size: writer.size } : text;
}

/**
 * The rest of the budget after a value, which costs one, and one more for each UTF-16 unit of a string. -1 if the value is not
 * plain JSON data, is nested too deeply (also in a cycle), or exceeds the budget. The cost is a lower bound of the length of
 * the text, so shared references, whose text can be exponentially longer than the value, are stopped early.
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
