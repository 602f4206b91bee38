/** A JavaScript value to the text the core reads, without the free JSON in which there is nothing to find: for checks, which send nothing. */

import { FREE_KEY } from "./generated/free.js";
import { isPlainObject, MAX_DEPTH } from "./walk.js";

/** What needs an escape in JSON, and every surrogate: half of a pair would need one too. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const ESCAPED = /[\u0000-\u001f"\\\ud800-\udfff]/;
/** What the core reports wherever it stands; of a pair of surrogates it would not, but then it has a look itself. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: this is what is looked for
const REPORTED = /[\u0000\ud800-\udfff]/;
/** No value and no UTF-16 unit takes more bytes than this in JSON text, so that an outline cannot hide that the whole is too large. */
const MOST_BYTES_EACH = 32;

/**
 * Writes the value as JSON text with `{}` for each object of free JSON that is plain JSON data and would be passed on
 * unseen. Undefined when the value is anything but plain JSON data, or so large that the limit could be near:
 * then it must be written in full.
 */
export function writeOutline(value: unknown, maxBytes: number): string | undefined {
  return new Outline(Math.floor(maxBytes / MOST_BYTES_EACH)).write(value, 0);
}

class Outline {
  /** How many values and UTF-16 units there may still be. Shared references end here too, and so does a cycle. */
  #left: number;

  constructor(budget: number) {
    this.#left = budget;
  }

  write(value: unknown, depth: number): string | undefined {
    this.#left--;
    switch (typeof value) {
      case "string":
        return this.#string(value);
      case "boolean":
        return value ? "true" : "false";
      case "number":
        return isExact(value) ? `${value}` : undefined;
      case "object":
        if (value === null) return "null";
        if (depth >= MAX_DEPTH || this.#left < 0 || hasToJSON(value)) return undefined;
        if (Array.isArray(value)) return this.#array(value, depth);
        return isPlainObject(value) ? this.#object(value as Record<string, unknown>, depth) : undefined;
      default:
        return undefined;
    }
  }

  #string(text: string): string | undefined {
    this.#left -= text.length;
    if (this.#left < 0) return undefined;
    return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
  }

  #array(items: unknown[], depth: number): string | undefined {
    let text = "[";
    for (let index = 0; index < items.length; index++) {
      const item = this.write(items[index], depth + 1);
      if (item === undefined) return undefined;
      text += index === 0 ? item : `,${item}`;
    }
    return `${text}]`;
  }

  #object(object: Record<string, unknown>, depth: number): string | undefined {
    let text = "";
    for (const key in object) {
      const member = object[key];
      if (member === undefined || !Object.hasOwn(object, key)) continue;
      const name = this.#string(key);
      const value = key === FREE_KEY && this.#isUnseen(member, depth + 1) ? "{}" : this.write(member, depth + 1);
      if (name === undefined || value === undefined) return undefined;
      text += text === "" ? `${name}:${value}` : `,${name}:${value}`;
    }
    return `{${text}}`;
  }

  /** Whether it is an object of plain JSON data in which the core would find nothing to say. */
  #isUnseen(value: unknown, depth: number): boolean {
    return typeof value === "object" && value !== null && !Array.isArray(value) && this.#isHarmless(value, depth);
  }

  #isHarmless(value: unknown, depth: number): boolean {
    this.#left--;
    switch (typeof value) {
      case "string":
        this.#left -= value.length;
        return this.#left >= 0 && !REPORTED.test(value);
      case "boolean":
        return true;
      case "number":
        return isExact(value);
      case "object": {
        if (value === null) return true;
        if (depth >= MAX_DEPTH || this.#left < 0 || hasToJSON(value)) return false;
        if (Array.isArray(value)) {
          for (let index = 0; index < value.length; index++)
            if (!this.#isHarmless(value[index], depth + 1)) return false;
          return true;
        }
        if (!isPlainObject(value)) return false;
        for (const key in value) {
          const member = (value as Record<string, unknown>)[key];
          this.#left -= key.length;
          if (REPORTED.test(key) || (member !== undefined && !this.#isHarmless(member, depth + 1))) return false;
        }
        return true;
      }
      default:
        return false;
    }
  }
}

/** Whether JSON text has the number as it is; `-0` is written as 0, as JSON.stringify does. */
function isExact(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
}

function hasToJSON(value: object): boolean {
  return typeof (value as { toJSON?: unknown }).toJSON === "function";
}
