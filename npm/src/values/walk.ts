/** Writes any JavaScript value for the core, including those that JSON.stringify drops, changes or cannot write. */

import { MAX_DEPTH } from "../generated/protocol.js";
import { isExact, isPlainObject } from "./plain.js";
import { isPairAt, wtf8Length } from "./utf8.js";

/** Values are written a little deeper, so that the core can report the one that is too deep. */
const WRITTEN_DEPTH = MAX_DEPTH + 2;

/** At most this many values beyond the limit are measured: a getter can return more without end. */
const MAX_MEASURED = 1 << 23;

/** Writes one value, as described in `write.ts`. */
export class ValueWriter {
  /** The key of the first value that JSON cannot represent, and what it is; undefined if there is none. */
  lost: { readonly key: string; readonly received: string } | undefined;
  #text = "";
  /** The number of bytes that did not fit into the text. */
  #rest = 0;
  /** How many more values are measured, once the text is full. */
  #left = MAX_MEASURED;
  /** The sizes of objects that were measured: shared references can make the text exponentially longer than the value. */
  readonly #sizes = new Map<object, number>();
  /** The key or index of the value that is being written. */
  #key = "";
  readonly #limit: number;
  /** The objects around the value that is being written. If it is one of them, there is a cycle. */
  readonly #open: object[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * The size of the whole text in UTF-8 bytes, also of what was cut because it exceeds the limit. Of a value with more than
   * {@link MAX_MEASURED} parts beyond the limit it is a lower bound.
   */
  get size(): number {
    return Math.min(wtf8Length(this.#text) + this.#rest, Number.MAX_SAFE_INTEGER);
  }

  /** Whether the text was cut. */
  get isCut(): boolean {
    return this.#rest > 0;
  }

  write(root: unknown): string {
    const value = this.#resolve(root, "");
    if (value === undefined) this.#token("undefined");
    else this.#value(value);
    return this.#text;
  }

  get #full(): boolean {
    return this.#rest > 0 || this.#text.length > this.#limit;
  }

  /** Appends a part of the text, which is ASCII except for strings. */
  #put(part: string): void {
    if (this.#full) this.#rest += wtf8Length(part);
    else this.#text += part;
  }

  /** The value that JSON.stringify writes instead: the result of toJSON, or the value of a boxed primitive. */
  #resolve(original: unknown, key: string): unknown {
    if ((typeof original !== "object" || original === null) && typeof original !== "function") return original;
    let what = "getter that throws";
    try {
      // What was made of BigInt.prototype.toJSON does not count.
      const isBigInt = Object.prototype.toString.call(original) === "[object BigInt]";
      const { toJSON } = original as { toJSON?: unknown };
      what = "toJSON that throws";
      if (typeof toJSON !== "function" || isBigInt) return typeof original === "object" ? unboxed(original) : original;
      const value: unknown = toJSON.call(original, key);
      if (value === undefined) return new Unreadable("undefined");
      if (value === null) return isInvalidDate(original) ? new Unreadable("Invalid Date") : value;
      return typeof value === "object" ? unboxed(value) : value;
    } catch {
      return new Unreadable(what);
    }
  }

  #value(value: unknown): void {
    if (this.#full && this.#left-- <= 0) return;
    switch (typeof value) {
      case "string":
        this.#string(value);
        return;
      case "boolean":
        this.#put(value ? "true" : "false");
        return;
      case "bigint":
        this.#put(String(value));
        return;
      case "number":
        this.#number(value);
        return;
      case "object":
        if (value === null) this.#put("null");
        else this.#object(value);
        return;
      default:
        this.#token(typeof value); // undefined, function, symbol
    }
  }

  #string(value: string): void {
    // A string that does not fit is only measured.
    if (this.#full || value.length > this.#limit) this.#rest += quotedLength(value);
    else this.#put(JSON.stringify(value));
  }

  #number(value: number): void {
    if (!Number.isFinite(value)) this.#token(String(value));
    else if (!isExact(value)) this.#token(String(value), "!u");
    else this.#put(JSON.stringify(value));
  }

  #object(value: object): void {
    if (value instanceof Unreadable) return this.#token(value.what);
    if (this.#open.includes(value)) return this.#token("cycle");
    if (this.#open.length >= WRITTEN_DEPTH) {
      this.#put("null"); // the core has reported too_deep two levels above
      return;
    }
    const known = this.#sizes.get(value);
    if (known !== undefined && this.#full) {
      this.#rest += known;
      return;
    }
    const before = this.#text;
    const start = this.#full ? this.#rest : undefined;
    this.#open.push(value);
    try {
      if (Array.isArray(value)) this.#array(value);
      else if (isPlainObject(value)) this.#members(value as Record<string, unknown>);
      else this.#token(className(value));
    } catch {
      // A proxy whose traps throw, or a stack overflow.
      this.#text = before;
      this.#token("getter that throws");
    }
    this.#open.pop();
    if (start !== undefined) this.#sizes.set(value, this.#rest - start);
  }

  #array(values: readonly unknown[]): void {
    const { length } = values;
    this.#put("[");
    for (let index = 0; index < length && this.#left > 0; index++) {
      if (index > 0) this.#put(",");
      this.#value(this.#read(values, String(index)));
    }
    this.#put("]");
  }

  #members(object: Record<string, unknown>): void {
    const keys = Object.keys(object);
    let separator = "";
    this.#put("{");
    for (const key of keys) {
      if (this.#left <= 0) break;
      const value = this.#read(object, key);
      if (value === undefined) continue; // absent
      this.#put(separator);
      separator = ",";
      this.#string(key);
      this.#put(":");
      this.#value(value);
    }
    this.#put("}");
  }

  #read(holder: object, key: string): unknown {
    this.#key = key;
    let value: unknown;
    try {
      value = (holder as Record<string, unknown>)[key];
    } catch {
      return new Unreadable("getter that throws");
    }
    return this.#resolve(value, key);
  }

  #token(received: string, mark = "!"): void {
    this.lost ??= { key: this.#key, received };
    this.#put(mark + JSON.stringify(received));
  }
}

/** The number of bytes of a string in JSON. */
function quotedLength(text: string): number {
  let bytes = 2 + wtf8Length(text);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x20) bytes += "\b\t\n\f\r".includes(text[index] as string) ? 1 : 5;
    else if (unit === 0x22 || unit === 0x5c) bytes += 1;
    else if (isPairAt(text, index)) index++;
    else if ((unit & 0xf800) === 0xd800) bytes += 3;
  }
  return bytes;
}

/** Replaces a value that could not be read. */
class Unreadable {
  constructor(readonly what: string) {}
}

/**
 * Whether it is a Date, or an object of a library for dates (Luxon, Moment.js, Day.js) that says that it is invalid. They return
 * null as JSON.
 */
function isInvalidDate(value: object): boolean {
  const { isValid } = value as { isValid?: unknown };
  const valid: unknown = typeof isValid === "function" ? isValid.call(value) : isValid;
  return valid === false || Object.prototype.toString.call(value) === "[object Date]";
}

/** The primitive in a Number, String, Boolean or BigInt object; any other value unchanged. */
function unboxed(value: object): unknown {
  if (Array.isArray(value) || isPlainObject(value)) return value;
  for (const box of [Number, String, Boolean, BigInt]) {
    try {
      return (box.prototype.valueOf as (this: unknown) => unknown).call(value);
    } catch {
      // It is not an object of this kind.
    }
  }
  return value;
}

/** Whether the value has a method toJSON, which returns what is to be written instead. */
export function hasToJSON(value: object): boolean {
  return typeof (value as { toJSON?: unknown }).toJSON === "function";
}

/** The name of the class of a value. */
function className(value: object): string {
  const name: unknown = Object.getPrototypeOf(value).constructor?.name;
  if (typeof name !== "string" || name === "") return "object without a class name";
  if (name === "Promise") return "Promise; await it first";
  return name === "Object" ? "object with a prototype" : name.slice(0, 100);
}
