/** The notations of a place in a request: keys and indices, a JSON pointer, a form name, and a path of the field table. */

import { CONSTRAINTS } from "../generated/constraints.js";
import type { CaseFieldPath } from "../generated/types.js";
import { stringEnd } from "../values/strings.js";

/**
 * A place in a request: keys and indices, an RFC 6901 pointer (`/checks/0/check_type`), or a form name
 * (`checks[0].check_type`, also `checks.0.check_type`). Editors complete the names with the index 0.
 */
export type FieldPath = FirstOf<CaseFieldPath> | (string & {}) | readonly (string | number)[];

/** A path of the field table with the index 0 for `[]`. */
type FirstOf<Path extends string> = Path extends `${infer List}[]${infer Rest}` ? `${List}[0]${FirstOf<Rest>}` : Path;

/** Keys that need no brackets in a name and no escapes in a pointer. */
const WORD = /^[\w$-]+$/;

/** A path as in the field table, with `[]` for any index: `checks[].check_type`. */
export function fieldOf(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (name, step) => (typeof step === "number" ? `${name}[]` : name === "" ? step : `${name}.${step}`),
    "",
  );
}

/** A path as a JSON pointer (RFC 6901), `/checks/0/check_type`, and as a form name, `checks[0].check_type`. */
export function notationsOf(path: readonly (string | number)[]): { readonly pointer: string; readonly name: string } {
  let pointer = "";
  let name = "";
  for (const step of path) {
    if (typeof step === "number") {
      pointer += `/${step}`;
      name += `[${step}]`;
    } else if (WORD.test(step)) {
      pointer += `/${step}`;
      name += name === "" ? step : `.${step}`;
    } else {
      pointer += `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      name += `[${JSON.stringify(step)}]`;
    }
  }
  return { pointer, name };
}

/** The keys and indices of a form name. A key in brackets is a JSON string. */
export function segmentsOf(name: string): (string | number)[] {
  const steps: (string | number)[] = [];
  for (let at = 0; at < name.length; ) {
    const isBracket = name[at] === "[";
    const start = isBracket || name[at] === "." ? at + 1 : at;
    const isQuoted = isBracket && name[start] === '"';
    let end = isQuoted ? stringEnd(name, start) : start;
    while (!isQuoted && end < name.length && !".[]".includes(name[end] as string)) end++;
    const part = name.slice(start, end);
    if (part !== "") steps.push(isQuoted ? (JSON.parse(part) as string) : isBracket ? Number(part) : part);
    at = name[end] === "]" ? end + 1 : Math.max(end, at + 1);
  }
  return steps;
}

/**
 * A path in any notation as the name that a form has for the place. A name that is not valid is returned unchanged.
 *
 * @throws TypeError when it is neither a string nor an array of keys and indices.
 */
export function placeName(path: FieldPath): string {
  requirePath(path);
  if (typeof path !== "string") return notationsOf(resolved(path)).name;
  if (path.startsWith("/")) return notationsOf(resolved(path.slice(1).split("/").map(unescaped))).name;
  return /\.\d/.test(path) && !path.includes('"') ? notationsOf(resolved(segmentsOf(path))).name : path;
}

/** Throws a TypeError if it is neither a string nor an array of keys and indices. */
export function requirePath(path: unknown): asserts path is FieldPath {
  if (typeof path === "string") return;
  if (Array.isArray(path) && path.every((step) => typeof step === "string" || Number.isSafeInteger(step))) return;
  throw new TypeError('path must be a string such as "checks[0].check_type", or an array of keys and indices');
}

const unescaped = (step: string): string => step.replaceAll("~1", "/").replaceAll("~0", "~");

/** The steps with indices where a list has digits: `checks.0.check_type`, as React Hook Form writes it, and pointers. */
function resolved(steps: readonly (string | number)[]): (string | number)[] {
  let field = "";
  return steps.map((step) => {
    const isIndex = Object.hasOwn(CONSTRAINTS, `${field}[]`) && /^(?:0|[1-9]\d*)$/.test(String(step));
    field += isIndex ? "[]" : field === "" ? step : `.${step}`;
    return isIndex ? Number(step) : step;
  });
}
