/** Parses a request body without rounding the integers of its fields. */

import { INTEGER_PATHS } from "../generated/integers.js";
import type { CasePayload } from "../generated/types.js";
import { fieldOf } from "../issues/paths.js";

/** Matches if the text may have an integer beyond 2^53. Only then are its tokens read. */
const LONG_DIGITS = /[:,[]-?\d{16,}[,}\]]/;
/** One token of compact JSON: a string, a structural character, or a number or word. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^"{}[\],:]+/g;

/** Parses a body from the core. Integer fields that a number cannot represent exactly become BigInts. */
export function readPayload(body: string): CasePayload {
  const payload = JSON.parse(body) as CasePayload;
  if (LONG_DIGITS.test(body)) {
    for (const { path, digits } of longIntegers(body)) {
      const last = path.pop() as string | number;
      let parent = payload as unknown as Record<string | number, unknown>;
      for (const segment of path) parent = parent[segment] as Record<string | number, unknown>;
      parent[last] = BigInt(digits);
    }
  }
  return payload;
}

interface LongInteger {
  readonly path: (string | number)[];
  readonly digits: string;
}

/** The integer fields that a number cannot represent exactly. */
function* longIntegers(body: string): Generator<LongInteger> {
  const path: (string | number)[] = [];
  let key: string | undefined; // the last string, which may be a key
  for (const [token] of body.matchAll(TOKEN)) {
    const top = path.length - 1;
    switch (token[0]) {
      case "{":
        path.push("");
        break;
      case "[":
        path.push(0);
        break;
      case "}":
      case "]":
        path.pop();
        break;
      case ",":
        if (typeof path[top] === "number") path[top]++;
        break;
      case ":":
        path[top] = JSON.parse(key as string) as string;
        break;
      case '"':
        key = token;
        break;
      default:
        if (isLong(token) && INTEGER_PATHS.has(fieldOf(path))) yield { path: [...path], digits: token };
    }
  }
}

function isLong(token: string): boolean {
  return /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token));
}
