/** Parses a request body without rounding the integers of its fields. */

import { INTEGER_PATHS } from "../generated/integers.js";
import type { CasePayload } from "../generated/types.js";
import { fieldOf } from "../issues/paths.js";
import { stringEnd } from "../values/strings.js";

/** Parses a body from the core. Integer fields that a number cannot represent exactly become BigInts. */
export function readPayload(body: string): CasePayload {
  const payload = JSON.parse(body) as CasePayload;
  if (!hasRounded(payload, [])) return payload;
  for (const { path, digits } of integers(body)) {
    if (Number.isSafeInteger(Number(digits))) continue;
    const last = path.pop() as string | number;
    let parent = payload as unknown as Record<string | number, unknown>;
    for (const segment of path) parent = parent[segment] as Record<string | number, unknown>;
    parent[last] = BigInt(digits);
  }
  return payload;
}

/** Whether an integer field was rounded. Only then is the text read. */
function hasRounded(value: unknown, path: readonly (string | number)[]): boolean {
  if (typeof value === "number") return !Number.isSafeInteger(value) && INTEGER_PATHS.has(fieldOf(path));
  if (Array.isArray(value)) return value.some((item) => hasRounded(item, [...path, 0]));
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, member]) => hasRounded(member, [...path, key]));
}

interface Integer {
  readonly path: (string | number)[];
  readonly digits: string;
}

/** The values of the integer fields in compact JSON, as digits. */
function* integers(body: string): Generator<Integer> {
  const path: (string | number)[] = [];
  for (let at = 0; at < body.length; at++) {
    const top = path.length - 1;
    switch (body[at]) {
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
      case '"': {
        const end = stringEnd(body, at);
        if (body[end] === ":") path[top] = JSON.parse(body.slice(at, end)) as string;
        at = body[end] === ":" ? end : end - 1;
        break;
      }
      default: {
        // A number or a word.
        const start = at;
        while (at + 1 < body.length && !",]}".includes(body[at + 1] as string)) at++;
        if (INTEGER_PATHS.has(fieldOf(path))) yield { path: [...path], digits: body.slice(start, at + 1) };
      }
    }
  }
}
