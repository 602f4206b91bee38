/**
 * Accepts plain, valid requests in JavaScript; every other request is for the core, the only judge of what is wrong. What the core
 * needs of plain requests is written here, too.
 */

import { type Accepted, acceptCase, REVISION, type Writing } from "../accept/case.js";
import { outline } from "../accept/plain.js";
import { FREE_JSON } from "../generated/free-json.js";
import type { CaseOptions } from "../generated/types.js";
import { type OversizedText, writeValue } from "../values/write.js";
import { mayAccept } from "../wasm/core-engine.js";
import { DEFAULT_MAX_BYTES, type ReadOptions, UNKNOWN_FIELDS } from "./options.js";

/** A value or UTF-16 unit is at most this many bytes of JSON, so nothing that exceeds the size limit is accepted or shortened. */
const MAX_BYTES_EACH = 64;
const BUDGET = DEFAULT_MAX_BYTES / MAX_BYTES_EACH;

/** Whether a request is being read: a getter may validate another one meanwhile. */
let isRunning = false;

/** Accepts a request about which there is nothing to report, and writes its body. Otherwise returns undefined. */
export function acceptBody(input: unknown, options: ReadOptions): Accepted | undefined {
  const defaults = acceptedDefaults(options);
  return defaults === undefined ? undefined : accept(input, defaults);
}

/** Whether a request is accepted, without writing its body. */
export function isAccepted(input: unknown, options: ReadOptions): boolean {
  return acceptedDefaults(options) !== undefined && accept(input, "none") !== undefined;
}

/**
 * The option `defaults`; undefined if there are options that the core must validate. No unknown field is accepted, whatever is
 * done with them.
 */
function acceptedDefaults({ text }: ReadOptions): "explicit" | "omit" | undefined {
  if (text === undefined) return "explicit";
  const {
    defaults = "explicit",
    unknownFields = "reject",
    revision = REVISION,
    ...others
  } = JSON.parse(text) as CaseOptions;
  const isKnown = revision === REVISION && UNKNOWN_FIELDS.includes(unknownFields) && Object.keys(others).length === 0;
  return isKnown && (defaults === "explicit" || defaults === "omit") ? defaults : undefined;
}

/** Writes what validation needs of a value for the core. The result is the same as for the complete value, but faster. */
export function writeForCheck(value: unknown, maxBytes: number): string | OversizedText {
  return (
    read(value, () => outline(value, FREE_JSON, Math.floor(maxBytes / MAX_BYTES_EACH))) ?? writeValue(value, maxBytes)
  );
}

function accept(input: unknown, writing: Writing): Accepted | undefined {
  return read(input, () => acceptCase(input, writing, BUDGET));
}

/** What a function returns that reads a value; undefined if the value is left to the core. */
function read<T>(value: unknown, reader: () => T): T | undefined {
  if (typeof value !== "object" || isRunning || !mayAccept()) return undefined;
  for (const _ in Object.prototype) return undefined; // every object would have such a key
  isRunning = true;
  try {
    return reader();
  } catch {
    return undefined; // a getter or a proxy has thrown: the core reports which
  } finally {
    isRunning = false;
  }
}
