/** The options every function takes, as the core reads them. What each may be is said once, by the core; only the language is no matter of its. */

import type { CaseOptions, Catalogue } from "../generated/types.js";
import { catalogueOf } from "../issues/catalogue.js";
import { isPlainObject } from "../values/plain.js";

/** The size limit where no `maxBytes` is set: 10 MiB. */
export const DEFAULT_MAX_BYTES = 10 * 1024 * 1024;
/** The most the core can be given, whatever `maxBytes` says: its memory has 32-bit addresses. */
const MOST_BYTES = 2 ** 31 - 1;

/** Options as the core takes them. */
export interface ReadOptions {
  /** JSON text, or undefined where every option has its default. */
  readonly text: string | undefined;
  /** The size limit that holds. */
  readonly maxBytes: number;
  /** The texts that messages are made from. */
  readonly catalogue: Catalogue;
}

/**
 * Makes the options ready for the core, which checks names and values. Here is refused, with a TypeError that names
 * the option, only what would be lost on the way to the core.
 */
export function readOptions(options: CaseOptions | undefined): ReadOptions {
  if (options === undefined) return { text: undefined, maxBytes: DEFAULT_MAX_BYTES, catalogue: catalogueOf(undefined) };
  if (typeof options !== "object" || options === null || Array.isArray(options) || !isPlainObject(options)) {
    throw new TypeError(`options must be an object, was ${nameOf(options)}`);
  }
  const { language, ...forCore } = options;
  for (const [name, value] of Object.entries(forCore)) requireJson(name, value);
  const catalogue = catalogueOf(language);
  return { text: JSON.stringify(forCore), maxBytes: limit(options.maxBytes), catalogue };
}

/** A limit that makes no sense is none here: the core is to see it, and refuse it. */
function limit(maxBytes: number = DEFAULT_MAX_BYTES): number {
  return Number.isSafeInteger(maxBytes) && maxBytes > 0 ? Math.min(maxBytes, MOST_BYTES) : MOST_BYTES;
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
  throw new TypeError(`${name} cannot be ${nameOf(value)}`);
}

function nameOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object")
    return `an object of class ${Object.getPrototypeOf(value)?.constructor?.name ?? "unknown"}`;
  return typeof value === "number" || typeof value === "bigint" ? String(value) : `a ${typeof value}`;
}
