/** A JavaScript value to the bytes the core reads, without the free JSON in which there is nothing to find: for checks, which send nothing. */

import { FREE_JSON, type FreeJsonPlaces } from "../generated/free-json.js";
import { MAX_DEPTH } from "../generated/protocol.js";
import { isExact, isPlainObject } from "./plain.js";
import { encoder } from "./utf8.js";
import { hasToJSON } from "./walk.js";

/** An outline of more bytes than this is not worth the room: the value is written in full. */
const ROOM = 1 << 16;
/** No value and no UTF-16 unit takes more bytes than this in JSON text, so that an outline cannot hide that the whole is too large. */
const MOST_BYTES_EACH = 32;

/** Kept from call to call. A getter that checks something itself finds it gone, and makes its own. */
let kept: Uint8Array | undefined;

/**
 * Writes the value as JSON text with `{}` for each object of free JSON that is plain JSON data and would be passed on
 * unseen. Undefined when the value is anything but plain JSON data, or so large that a limit could be near:
 * then it must be written in full. The bytes are good until the next call.
 */
export function writeOutline(value: unknown, maxBytes: number): Uint8Array | undefined {
  const bytes = kept ?? new Uint8Array(ROOM);
  kept = undefined;
  try {
    const outline = new Outline(bytes, Math.floor(maxBytes / MOST_BYTES_EACH));
    return outline.write(value, 0, FREE_JSON) ? bytes.subarray(0, outline.length) : undefined;
  } finally {
    kept = bytes;
  }
}

/** What the writer knows of JSON. Every method that answers a boolean answers whether the outline can go on. */
class Outline {
  length = 0;
  readonly #bytes: Uint8Array;
  /** How many values and UTF-16 units there may still be. Shared references end here too, and so does a cycle. */
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
        return isPlainObject(value) && this.#object(value as Record<string, unknown>, depth, places);
      default:
        return false;
    }
  }

  #array(items: unknown[], depth: number, places: FreeJsonPlaces | undefined): boolean {
    if (!this.#ascii("[")) return false;
    for (let index = 0; index < items.length; index++) {
      if (index > 0 && !this.#ascii(",")) return false;
      if (!this.write(items[index], depth + 1, places)) return false;
    }
    return this.#ascii("]");
  }

  #object(object: Record<string, unknown>, depth: number, places: FreeJsonPlaces | undefined): boolean {
    let separator = "{";
    for (const key in object) {
      const member = object[key];
      if (member === undefined || !Object.hasOwn(object, key)) continue;
      if (!this.#ascii(separator) || !this.#string(key) || !this.#ascii(":")) return false;
      separator = ",";
      const place = places?.get(key);
      const written = place === "json" ? this.#freeJson(member, depth + 1) : this.write(member, depth + 1, place);
      if (!written) return false;
    }
    return this.#ascii(separator === "{" ? "{}" : "}");
  }

  #freeJson(value: unknown, depth: number): boolean {
    return this.#canBeLeftOut(value, depth) ? this.#ascii("{}") : this.write(value, depth, undefined);
  }

  #ascii(text: string): boolean {
    const end = this.length + text.length;
    if (end > ROOM) return false;
    for (let index = 0; index < text.length; index++) this.#bytes[this.length + index] = text.charCodeAt(index);
    this.length = end;
    return true;
  }

  #string(text: string): boolean {
    const start = this.length;
    const end = start + text.length + 2;
    this.#left -= text.length;
    if (end > ROOM || this.#left < 0) return false;
    const bytes = this.#bytes;
    bytes[start] = 0x22;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit < 0x20 || unit > 0x7e || unit === 0x22 || unit === 0x5c) return this.#oddString(text);
      bytes[start + 1 + index] = unit;
    }
    bytes[end - 1] = 0x22;
    this.length = end;
    return true;
  }

  /** A string with escapes, or beyond ASCII. */
  #oddString(text: string): boolean {
    const quoted = JSON.stringify(text);
    const { read, written } = encoder().encodeInto(quoted, this.#bytes.subarray(this.length));
    this.length += written;
    return read === quoted.length;
  }

  /** Whether it is an object of plain JSON data in which the core would find nothing to say. */
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
        if (!isPlainObject(value)) return false;
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

  /** Whether there is neither U+0000 nor a surrogate in it; the halves of a pair are harmless, but the core tells which are. */
  #isHarmlessText(text: string): boolean {
    this.#left -= text.length;
    if (this.#left < 0) return false;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit === 0 || (unit & 0xf800) === 0xd800) return false;
    }
    return true;
  }
}
