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

/** At most this many keys are kept in {@link keyParts}, each up to {@link MAX_KEPT_LENGTH} UTF-16 units. */
const MAX_KEPT_KEYS = 256;
const MAX_KEPT_LENGTH = 64;

/**
 * The text before a value, by key: after the opening brace, after a value, and after a string, whose closing quotation mark it
 * has; each for a value that is not a string, and for a string, whose opening quotation mark it has.
 */
const keyParts = new Map<string, readonly string[]>();

/** The text after the last member of an object, by the place in the array of {@link keyParts} of the next key. */
const CLOSING = ["{}", "", "}", "", '"}'];

let isWriting = false;
/** How many values and UTF-16 units may follow. This also stops cycles and shared references. */
let left = 0;

/** Starts with a new request. */
export function start(writes: boolean, budget: number): void {
  isWriting = writes;
  left = budget;
}

/** Whether it is an object literal, or an object without a prototype. It counts as `cost` values. */
export function isPlain(value: unknown, cost: number): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && isPlainObject(value, cost);
}

/** The same for an object that is not an array. */
function isPlainObject(value: object, cost: number): value is Record<string, unknown> {
  if ((value as { toJSON?: unknown }).toJSON !== undefined) return false; // it would be written instead
  // JSON.stringify writes the primitive of a Number object, also of one with another prototype.
  if (Object.prototype.toString.call(value) !== "[object Object]") return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && spend(cost);
}

/** The length of an array, or -1 for anything else. */
export function lengthOf(value: unknown): number {
  if (!Array.isArray(value) || Object.getPrototypeOf(value) !== Array.prototype) return -1;
  const { length, toJSON } = value as unknown[] & { toJSON?: unknown };
  if (toJSON !== undefined) return -1; // it would be written instead
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

/** Whether no integer is in a list twice. Most lists are a few that ascend, none of which is in the range of those before it. */
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
  if (!isPlain(value, 1)) return undefined;
  if (isWriting) return writeObject("", value, level);
  return isFreeObject(value, level) ? "" : undefined;
}

/**
 * Writes a request for validation only: with `{}` for each object of free JSON in which there can be no issues. Returns undefined
 * if it is not plain JSON data, exceeds the budget, or has U+0000 or a lone surrogate elsewhere: then it must be written completely.
 */
export function outline(request: unknown, places: FreeJsonPlaces, budget: number): string | undefined {
  start(false, budget);
  const text = isPlain(request, 1) ? writeObject("", request, 1, places) : undefined;
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
    if ((keyParts.get(key) ?? newParts(key)) === undefined) return false;
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
  for (const key in object) {
    const member = object[key];
    if (member === undefined) continue; // absent
    const parts = keyParts.get(key) ?? newParts(key);
    if (parts === undefined) return undefined;
    left -= key.length + 1;
    if (typeof member === "string") {
      text = writeString(text + parts[place + 1], member);
      place = 4;
    } else {
      const inner = places?.get(key);
      if (inner !== "json") text = writeValue(text + parts[place], member, level + 1, inner);
      else if (isPlain(member, 1) && isFreeObject(member, level + 1)) text += `${parts[place]}{}`;
      else text = writeValue(text + parts[place], member, level + 1);
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

/** The parts of {@link keyParts} for a key; undefined if the key is left to the core. */
function newParts(key: string): readonly string[] | undefined {
  if (!UNESCAPED.test(key) || !isWellFormed(key)) return undefined;
  const parts = [`{"${key}":`, `{"${key}":"`, `,"${key}":`, `,"${key}":"`, `","${key}":`, `","${key}":"`];
  if (key.length <= MAX_KEPT_LENGTH) {
    if (keyParts.size >= MAX_KEPT_KEYS) keyParts.clear();
    keyParts.set(key, parts);
  }
  return parts;
}
