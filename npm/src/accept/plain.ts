/**
 * Tests of single values and the writer of free JSON, which the generated acceptor (`case.ts`) calls. What they do not accept is
 * left to the core. Every value is read once, and the text is made of what was read, so a getter or a proxy cannot show the
 * tests one value and put another into the text.
 */

import type { FreeJsonPlaces } from "../generated/free-json.js";
import { MAX_DEPTH } from "../generated/protocol.js";
import { isExact } from "../values/plain.js";
import { isWellFormed } from "../values/utf8.js";

/** A text without characters that JSON escapes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes control characters
const UNESCAPED = /^[^"\\\u0000-\u001f]*$/;

/** At most this many keys are kept in {@link keys}, each up to {@link MAX_KEPT_LENGTH} UTF-16 units. */
const MAX_KEPT_KEYS = 256;
const MAX_KEPT_LENGTH = 64;

/** A key of free JSON. */
interface Key {
  readonly name: string;
  /**
   * The text before a value: after the opening brace, after a value, and after a string, whose closing quotation mark it has; each
   * for a value that is not a string, and for a string, whose opening quotation mark it has.
   */
  readonly texts: readonly string[];
  /** The key that followed last time: mostly the one that follows this time, which need not be searched then. */
  next: Key | undefined;
}

const keys = new Map<string, Key>();
let lastKey: Key = { name: "", texts: [], next: undefined };

/** The text after the last member of an object, by the place in {@link Key.texts} for the next member. */
const CLOSING = ["{}", "", "}", "", '"}'];

let isWriting = false;
/** How many values and UTF-16 units may follow. This also stops cycles and shared references. */
let left = 0;

/** Starts with a new request. */
export function start(writes: boolean, budget: number): void {
  isWriting = writes;
  left = budget;
}

/** Whether it is an object, an array included. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/**
 * Whether it is an object literal, or an object without a prototype. It counts as `cost` values. Its `toJSON`, which would be
 * written instead, must be read before, where the objects are mostly of one shape: then V8 knows the prototype of the shape.
 */
export function isPlain(value: object, cost: number): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  if ((prototype !== Object.prototype && prototype !== null) || Array.isArray(value)) return false;
  // JSON.stringify writes the primitive of a Number object, also of one with another prototype or tag.
  return !(Symbol.toStringTag in value) && Object.prototype.toString.call(value) === "[object Object]" && spend(cost);
}

/** The same for any value. */
function isPlainObject(value: unknown, cost: number): value is Record<string, unknown> {
  return isObject(value) && value.toJSON === undefined && isPlain(value, cost);
}

/** The length of an array, or -1 for anything else. */
export function lengthOf(value: unknown): number {
  if (!Array.isArray(value)) return -1;
  const { length, toJSON } = value as unknown[] & { toJSON?: unknown };
  if (toJSON !== undefined || Object.getPrototypeOf(value) !== Array.prototype) return -1;
  // A proxy can return any value as its length.
  return length >>> 0 === length && spend(length + 1) ? length : -1;
}

/** Whether it is an integer within limits. -0 is written as 0. */
export function isInteger(value: unknown, min: number, max: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
}

/** Whether it is a text of at most this many UTF-16 units that matches a pattern, which allows no character that JSON escapes. */
export function isText(value: unknown, max: number, pattern: RegExp): value is string {
  return typeof value === "string" && value.length <= max && spend(value.length) && pattern.test(value);
}

/** Options by their length: comparing the few of one length is faster than the hash of a text. */
export type Options = Readonly<Record<number, readonly string[]>>;

/** Whether it is an option. */
export function isOption(value: unknown, options: Options): value is string {
  const sameLength = typeof value === "string" ? options[value.length] : undefined;
  if (sameLength !== undefined) for (const option of sameLength) if (option === value) return true;
  return false;
}

/** Whether the integers are distinct. Most of them are a few ascending lists, whose ranges do not overlap. */
export function areDistinct(integers: readonly number[]): boolean {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]; // of the lists before the current one
  let first = integers[0] as number;
  let last = high;
  for (const integer of integers) {
    if (integer <= last) {
      low = Math.min(low, first);
      high = Math.max(high, last);
      first = integer;
    }
    if (integer >= low && integer <= high) return new Set(integers).size === integers.length;
    last = integer;
  }
  return true;
}

/** Whether the request is within the budget, and its text has no lone surrogate. Strings with U+0000 are not written. */
export function isSendable(body: string): boolean {
  return left >= 0 && isWellFormed(body);
}

/** An object of free JSON as text, which is empty unless it is written; undefined if it is left to the core. */
export function freeJson(value: unknown, level: number): string | undefined {
  if (!isPlainObject(value, 1)) return undefined;
  if (isWriting) return writeObject("", value, level);
  return isFreeObject(value, level) ? "" : undefined;
}

/**
 * Writes a request for validation only: with `{}` for each object of free JSON in which there can be no issues. Returns undefined
 * if it is not plain JSON data, exceeds the budget, or has U+0000 or a lone surrogate elsewhere: then it must be written completely.
 */
export function outline(request: unknown, places: FreeJsonPlaces, budget: number): string | undefined {
  start(false, budget);
  const text = isPlainObject(request, 1) ? writeObject("", request, 1, places) : undefined;
  return text !== undefined && isSendable(text) ? text : undefined;
}

function spend(units: number): boolean {
  left -= units;
  return left >= 0;
}

function isFreeObject(object: Record<string, unknown>, level: number): boolean {
  if (level > MAX_DEPTH) return false;
  for (const key in object) {
    const member = object[key];
    if (member === undefined) continue; // absent
    if (findKey(key) === undefined) return false;
    left -= key.length + 1;
    if (!isFree(member, level + 1)) return false;
  }
  return true;
}

/** Whether there can be no issue in a value. */
function isFree(value: unknown, level: number): boolean {
  switch (typeof value) {
    case "string":
      left -= value.length;
      return isWellFormed(value) && !value.includes("\0");
    case "number":
      return isExact(value);
    case "boolean":
      return true;
    case "object": {
      if (value === null) return true;
      if (!Array.isArray(value)) return isPlainObject(value, 1) && isFreeObject(value, level);
      const length = lengthOf(value);
      if (length < 0 || level > MAX_DEPTH) return false;
      for (let index = 0; index < length; index++)
        if (!isFree((value as readonly unknown[])[index], level + 1)) return false;
      return true;
    }
    default:
      return false;
  }
}

// Each of these functions returns the text with what it has added to it, or undefined. At the places of free JSON, if there are any,
// objects in which there can be no issues are written as `{}`.

function writeObject(
  before: string,
  object: Record<string, unknown>,
  level: number,
  places?: FreeJsonPlaces,
): string | undefined {
  if (level > MAX_DEPTH) return undefined;
  let text: string | undefined = before;
  let place = 0;
  for (const name in object) {
    const member = object[name];
    if (member === undefined) continue; // absent
    const key = findKey(name);
    if (key === undefined) return undefined;
    left -= name.length + 1;
    if (typeof member === "string") {
      text = writeString(text + key.texts[place + 1], member);
      place = 4;
    } else {
      const inner = places?.get(name);
      if (inner !== "json") text = writeValue(text + key.texts[place], member, level + 1, inner);
      else if (isPlainObject(member, 1) && isFreeObject(member, level + 1)) text += `${key.texts[place]}{}`;
      else text = writeValue(text + key.texts[place], member, level + 1);
      place = 2;
    }
    if (text === undefined) return undefined;
  }
  return text + CLOSING[place];
}

function writeArray(
  before: string,
  array: readonly unknown[],
  level: number,
  places?: FreeJsonPlaces,
): string | undefined {
  const length = lengthOf(array);
  if (length < 0 || level > MAX_DEPTH) return undefined;
  let text: string | undefined = `${before}[`;
  for (let index = 0; index < length; index++) {
    const item = array[index];
    if (index > 0) text += ",";
    if (typeof item === "string") {
      text = writeString(`${text}"`, item);
      if (text === undefined) return undefined;
      text += '"';
    } else {
      text = writeValue(text, item, level + 1, places);
      if (text === undefined) return undefined;
    }
  }
  return `${text}]`;
}

/** Writes what is between the quotation marks of a string. */
function writeString(before: string, value: string): string | undefined {
  left -= value.length;
  if (UNESCAPED.test(value)) return before + value;
  // JSON.stringify would escape a lone surrogate and U+0000.
  return isWellFormed(value) && !value.includes("\0") ? before + JSON.stringify(value).slice(1, -1) : undefined;
}

/** Writes a value that is not a string. */
function writeValue(before: string, value: unknown, level: number, places?: FreeJsonPlaces): string | undefined {
  switch (typeof value) {
    case "number":
      return isExact(value) ? before + value : undefined;
    case "boolean":
      return before + value;
    case "object":
      if (value === null) return `${before}null`;
      if (Array.isArray(value)) return writeArray(before, value, level, places);
      return isPlainObject(value, 1) ? writeObject(before, value, level, places) : undefined;
    default:
      return undefined;
  }
}

/** The key of a name; undefined if it is left to the core. */
function findKey(name: string): Key | undefined {
  let key = lastKey.next;
  if (key === undefined || key.name !== name) {
    key = keys.get(name);
    if (key === undefined) return newKey(name); // which may not be kept, so nothing may refer to it
    lastKey.next = key;
  }
  lastKey = key;
  return key;
}

function newKey(name: string): Key | undefined {
  // An object of JSON.rawJSON has this key, and JSON.stringify writes only its value.
  if (name === "rawJSON" || !UNESCAPED.test(name) || !isWellFormed(name)) return undefined;
  const texts = [`{"${name}":`, `{"${name}":"`, `,"${name}":`, `,"${name}":"`, `","${name}":`, `","${name}":"`];
  const key: Key = { name, texts, next: undefined };
  if (name.length <= MAX_KEPT_LENGTH) {
    if (keys.size >= MAX_KEPT_KEYS) keys.clear();
    keys.set(name, key);
  }
  return key;
}
