/** A request body back to data, without rounding an integer that the API knows. */

import { INTEGER_PATHS } from "../generated/integers.js";
import type { CasePayload } from "../generated/types.js";
import { fieldOf } from "../issues/paths.js";

/** Could the text hold an integer beyond 2^53? Only then is it looked at closely. */
const LONG_DIGITS = /[:,[]-?\d{16,}[,}\]]/;
/** One token of compact JSON: a string, a structural character, or a number or word. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^"{}[\],:]+/g;

/** Parses a body the core has written. Integer fields that a number cannot hold exactly become BigInts. */
export function readPayload(body: string): CasePayload {
  const payload = JSON.parse(body) as CasePayload;
  if (LONG_DIGITS.test(body)) {
    for (const { holder, digits } of longIntegers(body)) {
      const last = holder.pop() as string | number;
      let parent = payload as unknown as Record<string | number, unknown>;
      for (const step of holder) parent = parent[step] as Record<string | number, unknown>;
      parent[last] = BigInt(digits);
    }
  }
  return payload;
}

interface LongInteger {
  readonly holder: (string | number)[];
  readonly digits: string;
}

/** Where the integer fields stand whose digits are not exactly a number. */
function* longIntegers(body: string): Generator<LongInteger> {
  const path: (string | number)[] = [];
  let key: string | undefined; // a string that may turn out to be a key
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
        if (isLong(token) && INTEGER_PATHS.has(fieldOf(path))) yield { holder: [...path], digits: token };
    }
  }
}

function isLong(token: string): boolean {
  return /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token));
}
