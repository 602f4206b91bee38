/** Parses JSON text without rounding the integers of some fields. */

import { stringEnd } from "../values/strings.js";
import { fieldOf } from "./paths.js";

const WHITESPACE = " \t\n\r";

/**
 * Parses JSON text. Integers that a number cannot represent exactly become BigInts at these fields, which are paths as in the
 * field table.
 *
 * @throws SyntaxError when it is not JSON.
 */
export function parseExact(text: string, fields: ReadonlySet<string>): unknown {
  const value: unknown = JSON.parse(text);
  if (!hasRounded(value, [], fields)) return value;
  for (const { path, digits } of integers(text, fields)) {
    if (!/^-?\d+$/.test(digits) || Number.isSafeInteger(Number(digits))) continue;
    const last = path.pop() as string | number;
    let parent = value as Record<string | number, unknown>;
    for (const segment of path) parent = parent[segment] as Record<string | number, unknown>;
    parent[last] = BigInt(digits);
  }
  return value;
}

/** Whether an integer field was rounded. Only then is the text read. */
function hasRounded(value: unknown, path: readonly (string | number)[], fields: ReadonlySet<string>): boolean {
  if (typeof value === "number") return !Number.isSafeInteger(value) && fields.has(fieldOf(path));
  if (Array.isArray(value)) return value.some((item) => hasRounded(item, [...path, 0], fields));
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, member]) => hasRounded(member, [...path, key], fields));
}

interface Integer {
  readonly path: (string | number)[];
  readonly digits: string;
}

/** The values of the integer fields in JSON text, as digits. */
function* integers(body: string, fields: ReadonlySet<string>): Generator<Integer> {
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
        let next = end;
        while (WHITESPACE.includes(body[next] as string)) next++;
        if (body[next] === ":") path[top] = JSON.parse(body.slice(at, end)) as string;
        at = body[next] === ":" ? next : end - 1;
        break;
      }
      case " ":
      case "\t":
      case "\n":
      case "\r":
        break;
      default: {
        // A number or a word.
        const start = at;
        while (at + 1 < body.length && !`,]}${WHITESPACE}`.includes(body[at + 1] as string)) at++;
        if (fields.has(fieldOf(path))) yield { path: [...path], digits: body.slice(start, at + 1) };
      }
    }
  }
}
