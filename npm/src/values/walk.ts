/** Writes any JavaScript value for the core, including those that JSON.stringify drops, changes or cannot write. */

import { MAX_DEPTH } from "../generated/protocol.js";
import { isExact, isPlainObject } from "./plain.js";

/** Values are written a little deeper, so that the core can report the one that is too deep. */
const WRITTEN_DEPTH = MAX_DEPTH + 2;

/** Writes one value, as described in `write.ts`. */
export class ValueWriter {
  /** The key of the first value that JSON cannot represent, and what it is; undefined if there is none. */
  lost: { readonly key: string; readonly received: string } | undefined;
  #text = "";
  /** The key or index of the value that is being written. */
  #key = "";
  readonly #limit: number;
  /** The objects around the value that is being written. If it is one of them, there is a cycle. */
  readonly #open: object[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  write(root: unknown): string {
    const value = this.#resolve(root, "");
    if (value === undefined) this.#token("undefined");
    else this.#value(value);
    return this.#text;
  }

  get #full(): boolean {
    return this.#text.length > this.#limit;
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
    switch (typeof value) {
      case "string":
        this.#string(value);
        return;
      case "boolean":
        this.#text += value ? "true" : "false";
        return;
      case "bigint":
        this.#text += String(value);
        return;
      case "number":
        this.#number(value);
        return;
      case "object":
        if (value === null) this.#text += "null";
        else this.#object(value);
        return;
      default:
        this.#token(typeof value); // undefined, function, symbol
    }
  }

  #string(value: string): void {
    // A string that is over the limit by itself need not be escaped completely.
    this.#text += JSON.stringify(value.length > this.#limit ? value.slice(0, this.#limit + 1) : value);
  }

  #number(value: number): void {
    if (!Number.isFinite(value)) this.#token(String(value));
    else if (!isExact(value)) this.#token(String(value), "!u");
    else this.#text += JSON.stringify(value);
  }

  #object(value: object): void {
    if (value instanceof Unreadable) return this.#token(value.what);
    if (this.#open.includes(value)) return this.#token("cycle");
    if (this.#open.length >= WRITTEN_DEPTH) {
      this.#text += "null"; // the core has reported too_deep two levels above
      return;
    }
    const before = this.#text;
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
  }

  #array(values: readonly unknown[]): void {
    const { length } = values;
    this.#text += "[";
    for (let index = 0; index < length && !this.#full; index++) {
      if (index > 0) this.#text += ",";
      this.#value(this.#read(values, String(index)));
    }
    this.#text += "]";
  }

  #members(object: Record<string, unknown>): void {
    const keys = Object.keys(object);
    let separator = "";
    this.#text += "{";
    for (const key of keys) {
      if (this.#full) break;
      const value = this.#read(object, key);
      if (value === undefined) continue; // absent
      this.#text += separator;
      separator = ",";
      this.#string(key);
      this.#text += ":";
      this.#value(value);
    }
    this.#text += "}";
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
    this.#text += mark + JSON.stringify(received);
  }
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
