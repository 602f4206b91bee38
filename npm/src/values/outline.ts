/** Writes a JavaScript value for validation only: without the contents of free JSON in which there can be no issues. */

import { FREE_JSON, type FreeJsonPlaces } from "../generated/free-json.js";
import { MAX_DEPTH } from "../generated/protocol.js";
import { isExact } from "./plain.js";
import { encoder, isWellFormed } from "./utf8.js";
import { hasToJSON } from "./walk.js";

/** The maximum size of an outline, in bytes. A larger value is written completely. */
const MAX_BYTES = 1 << 16;
/** A value or UTF-16 unit is at most this many bytes of JSON, so an outline cannot hide that the complete text is too large. */
const MAX_BYTES_EACH = 32;

/** `:`, `,`, `[` and `{`. A closing bracket is two more than its opening one. */
const [COLON, COMMA, BRACKET, BRACE] = [0x3a, 0x2c, 0x5b, 0x7b];

/** The buffer, reused by each call. While it is in use, a getter that validates something makes another one. */
let buffer: Uint8Array | undefined;

/**
 * Writes a value as JSON, with `{}` for each object of free JSON in which there can be no issues. Returns undefined if the
 * value is not plain JSON data, or so large that it may exceed a limit: then it must be written completely. The bytes are
 * valid until the next call.
 */
export function writeOutline(value: unknown, maxBytes: number): Uint8Array | undefined {
  for (const _ in Object.prototype) return undefined; // every object would have such a key
  const bytes = buffer ?? new Uint8Array(MAX_BYTES);
  buffer = undefined;
  try {
    const outline = new Outline(bytes, Math.floor(maxBytes / MAX_BYTES_EACH));
    return outline.write(value, 0, FREE_JSON) ? bytes.subarray(0, outline.length) : undefined;
  } finally {
    buffer = bytes;
  }
}

/** Writes an outline. The methods return false if the value must be written completely instead. */
class Outline {
  length = 0;
  readonly #bytes: Uint8Array;
  /** How many values and UTF-16 units may follow. This also stops cycles and shared references. */
  #left: number;

  constructor(bytes: Uint8Array, budget: number) {
    this.#bytes = bytes;
    this.#left = budget;
  }

  write(value: unknown, depth: number, places: FreeJsonPlaces | undefined): boolean {
    this.#left--;
    switch (typeof value) {
      case "string":
        return this.#string(value);
      case "boolean":
        return this.#ascii(value ? "true" : "false");
      case "number":
        return isExact(value) && this.#ascii(`${value}`);
      case "object":
        if (value === null) return this.#ascii("null");
        if (depth >= MAX_DEPTH || this.#left < 0 || hasToJSON(value)) return false;
        if (Array.isArray(value)) return this.#array(value, depth, places);
        return hasOwnKeysOnly(value) && this.#object(value as Record<string, unknown>, depth, places);
      default:
        return false;
    }
  }

  #array(items: unknown[], depth: number, places: FreeJsonPlaces | undefined): boolean {
    if (!this.#byte(BRACKET)) return false;
    for (let index = 0; index < items.length; index++) {
      if (index > 0 && !this.#byte(COMMA)) return false;
      if (!this.write(items[index], depth + 1, places)) return false;
    }
    return this.#byte(BRACKET + 2);
  }

  #object(object: Record<string, unknown>, depth: number, places: FreeJsonPlaces | undefined): boolean {
    let separator = BRACE;
    for (const key in object) {
      const member = object[key];
      if (member === undefined) continue;
      if (!this.#byte(separator) || !this.#string(key) || !this.#byte(COLON)) return false;
      separator = COMMA;
      const place = places?.get(key);
      const written = place === "json" ? this.#freeJson(member, depth + 1) : this.write(member, depth + 1, place);
      if (!written) return false;
    }
    return separator === BRACE ? this.#ascii("{}") : this.#byte(BRACE + 2);
  }

  #freeJson(value: unknown, depth: number): boolean {
    return this.#canBeLeftOut(value, depth) ? this.#ascii("{}") : this.write(value, depth, undefined);
  }

  #byte(byte: number): boolean {
    if (this.length === MAX_BYTES) return false;
    this.#bytes[this.length++] = byte;
    return true;
  }

  #ascii(text: string): boolean {
    const end = this.length + text.length;
    if (end > MAX_BYTES) return false;
    for (let index = 0; index < text.length; index++) this.#bytes[this.length + index] = text.charCodeAt(index);
    this.length = end;
    return true;
  }

  #string(text: string): boolean {
    const start = this.length;
    const end = start + text.length + 2;
    this.#left -= text.length;
    if (end > MAX_BYTES || this.#left < 0) return false;
    const bytes = this.#bytes;
    bytes[start] = 0x22;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit < 0x20 || unit > 0x7e || unit === 0x22 || unit === 0x5c) return this.#escapedString(text);
      bytes[start + 1 + index] = unit;
    }
    bytes[end - 1] = 0x22;
    this.length = end;
    return true;
  }

  /** A string that needs escapes or is not ASCII. */
  #escapedString(text: string): boolean {
    const quoted = JSON.stringify(text);
    const { read, written } = encoder().encodeInto(quoted, this.#bytes.subarray(this.length));
    this.length += written;
    return read === quoted.length;
  }

  /** Whether it is an object of plain JSON data in which there can be no issues. */
  #canBeLeftOut(value: unknown, depth: number): boolean {
    return typeof value === "object" && value !== null && !Array.isArray(value) && this.#isHarmless(value, depth);
  }

  #isHarmless(value: unknown, depth: number): boolean {
    this.#left--;
    switch (typeof value) {
      case "string":
        return this.#isHarmlessText(value);
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
        if (!hasOwnKeysOnly(value)) return false;
        for (const key in value) {
          const member = (value as Record<string, unknown>)[key];
          if (!this.#isHarmlessText(key) || (member !== undefined && !this.#isHarmless(member, depth + 1)))
            return false;
        }
        return true;
      }
      default:
        return false;
    }
  }

  /** Whether it has neither U+0000 nor a lone surrogate. */
  #isHarmlessText(text: string): boolean {
    this.#left -= text.length;
    return this.#left >= 0 && isWellFormed(text) && !text.includes("\0");
  }
}

/** Whether it is a plain object of this realm. It inherits no enumerable keys, so `for (const key in value)` has only its own. */
function hasOwnKeysOnly(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
