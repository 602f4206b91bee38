/** The careful way from a JavaScript value to the core's text, for values that JSON.stringify would drop, change or choke on. */

import { MAX_DEPTH } from "../generated/protocol.js";
import { isPlainObject } from "./plain.js";

/** Written a little deeper, so that the core sees the value that is too deep; beyond that nothing is read. */
const WRITTEN_DEPTH = MAX_DEPTH + 2;

/** Writes one value. See `host.ts` for what the text means. */
export class HostWriter {
  #text = "";
  readonly #limit: number;
  /** The objects that are open around the place being written: a value among them closes a cycle. */
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

  /** What JSON.stringify would serialise in the value's place: toJSON's answer, or what a boxed primitive holds. */
  #resolve(given: unknown, key: string): unknown {
    if ((typeof given !== "object" || given === null) && typeof given !== "function") return given;
    let what = "getter that throws";
    try {
      const { toJSON } = given as { toJSON?: unknown };
      what = "toJSON that throws";
      const value: unknown = typeof toJSON === "function" ? toJSON.call(given, key) : given;
      return typeof value === "object" && value !== null ? unboxed(value) : value;
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
    // A string that alone is over the limit need not be escaped whole.
    this.#text += JSON.stringify(value.length > this.#limit ? value.slice(0, this.#limit + 1) : value);
  }

  #number(value: number): void {
    if (!Number.isFinite(value)) this.#token(String(value));
    else if (Number.isInteger(value) && !Number.isSafeInteger(value))
      this.#text += `!u${JSON.stringify(String(value))}`;
    else this.#text += JSON.stringify(value);
  }

  #object(value: object): void {
    if (value instanceof Unreadable) return this.#token(value.what);
    if (this.#open.includes(value)) return this.#token("cycle");
    if (this.#open.length >= WRITTEN_DEPTH) {
      this.#text += "null"; // two levels above, the core has already said too_deep
      return;
    }
    const before = this.#text;
    this.#open.push(value);
    try {
      if (Array.isArray(value)) this.#array(value);
      else if (isPlainObject(value)) this.#members(value as Record<string, unknown>);
      else this.#token(className(value));
    } catch {
      // A proxy whose traps throw, or a stack with no room left.
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
    let value: unknown;
    try {
      value = (holder as Record<string, unknown>)[key];
    } catch {
      return new Unreadable("getter that throws");
    }
    return this.#resolve(value, key);
  }

  #token(received: string): void {
    this.#text += `!${JSON.stringify(received)}`;
  }
}

/** Stands for a value that could not be read. */
class Unreadable {
  constructor(readonly what: string) {}
}

/** What a Number, String, Boolean or BigInt object holds; any other value as it is. */
function unboxed(value: object): unknown {
  if (Array.isArray(value) || isPlainObject(value)) return value;
  for (const box of [Number, String, Boolean, BigInt]) {
    try {
      return (box.prototype.valueOf as (this: unknown) => unknown).call(value);
    } catch {
      // It is no object of this kind.
    }
  }
  return value;
}

/** Whether the value says itself what is to be written in its place. */
export function hasToJSON(value: object): boolean {
  return typeof (value as { toJSON?: unknown }).toJSON === "function";
}

/** The name by which a reader knows the value: that of its class. */
function className(value: object): string {
  const name: unknown = Object.getPrototypeOf(value).constructor?.name;
  if (typeof name !== "string" || name === "") return "object without a class name";
  return name === "Object" ? "object with a prototype" : name.slice(0, 100);
}
