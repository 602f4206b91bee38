/** Reads the options that all functions take. The core validates their names and values; the language is only used here. */

import type { CaseOptions, Catalogue } from "../generated/types.js";
import { catalogueOf } from "../issues/catalogue.js";
import { isPlainObject } from "../values/plain.js";

/** The default of `maxBytes`: 10 MiB. */
export const DEFAULT_MAX_BYTES = 10 * 1024 * 1024;
/** The maximum of `maxBytes`: the memory of the core has 32-bit addresses. */
const MAX_BYTES = 2 ** 31 - 1;

/** Options that have been read. */
export interface ReadOptions {
  /** The options for the core as JSON; undefined if all have their default values. */
  readonly text: string | undefined;
  /** The maximum size of the input, in bytes. */
  readonly maxBytes: number;
  /** The texts of the messages. */
  readonly catalogue: Catalogue;
}

/** The values of the option `unknownFields`. */
export const UNKNOWN_FIELDS: readonly unknown[] = ["reject", "strip", "keep"] satisfies CaseOptions["unknownFields"][];

/** The names of the options that all functions have. */
export const CASE_OPTIONS = {
  revision: 0,
  unknownFields: 0,
  rules: 0,
  defaults: 0,
  maxBytes: 0,
  language: 0,
} satisfies Record<keyof CaseOptions, 0>;

/**
 * Checks the names of the options of a function that has more options than these.
 *
 * @throws TypeError when it is not an object, or a name is unknown. The message lists all names.
 */
export function requireOptionNames(options: object | null | undefined, more: Readonly<Record<string, 0>>): void {
  requireObject(options);
  const names = Object.keys({ ...more, ...CASE_OPTIONS });
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`unknown option ${JSON.stringify(unknown)}: the options are ${names.join(", ")}`);
  }
}

/**
 * Reads options for the core, which validates names and values.
 *
 * @throws TypeError when JSON cannot represent an option, or the language is not a tag, a list of tags or a catalogue.
 */
export function readOptions(options: CaseOptions | undefined): ReadOptions {
  if (options === undefined) return { text: undefined, maxBytes: DEFAULT_MAX_BYTES, catalogue: catalogueOf(undefined) };
  requireObject(options);
  const { language, ...forCore } = options;
  for (const [name, value] of Object.entries(forCore)) requireJson(name, value);
  const catalogue = catalogueOf(language);
  return { text: JSON.stringify(forCore), maxBytes: limit(options.maxBytes), catalogue };
}

function requireObject(options: unknown): asserts options is object {
  if (typeof options === "object" && options !== null && !Array.isArray(options) && isPlainObject(options)) return;
  throw new TypeError(`options must be an object (received: ${describe(options)})`);
}

/** An invalid limit does not count here: the core reports it. */
function limit(maxBytes: number = DEFAULT_MAX_BYTES): number {
  return Number.isSafeInteger(maxBytes) && maxBytes > 0 ? Math.min(maxBytes, MAX_BYTES) : MAX_BYTES;
}

function requireJson(name: string, value: unknown): void {
  switch (typeof value) {
    case "undefined":
    case "string":
    case "boolean":
      return;
    case "number":
      if (Number.isFinite(value)) return;
      break;
    case "object":
      if (value === null) return;
      if (isPlainObject(value)) {
        for (const [key, member] of Object.entries(value)) requireJson(`${name}.${key}`, member);
        return;
      }
  }
  throw new TypeError(`${name} cannot be ${describe(value)}`);
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object")
    return `an object of class ${Object.getPrototypeOf(value)?.constructor?.name ?? "unknown"}`;
  return typeof value === "number" || typeof value === "bigint" ? String(value) : `a ${typeof value}`;
}
