/** Parses a request body without rounding the integers of its fields. */

import { INTEGER_PATHS } from "../generated/integers.js";
import type { CasePayload } from "../generated/types.js";
import { parseExact } from "../issues/exact.js";

/** Parses a body from the core. Integer fields that a number cannot represent exactly become BigInts. */
export function readPayload(body: string): CasePayload {
  return parseExact(body, INTEGER_PATHS) as CasePayload;
}
