/** Names of fields and the steps that they are made of. */

import { nameOf } from "../issues.js";
import type { FieldPath } from "../validate.js";

/** The steps of a name that a form gave. A key in brackets is a JSON string. */
export function stepsOf(name: string): (string | number)[] {
  const steps: (string | number)[] = [];
  for (const [, index, quoted, word] of name.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)) {
    steps.push(index !== undefined ? Number(index) : quoted !== undefined ? JSON.parse(quoted) : (word as string));
  }
  return steps;
}

/** A path in any spelling as the name that the form knows the place by. */
export function placeName(path: FieldPath): string {
  if (typeof path !== "string") return nameOf(path);
  if (!path.startsWith("/")) return path;
  const parts = path.slice(1).split("/");
  return nameOf(
    parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part.replaceAll("~1", "/").replaceAll("~0", "~"))),
  );
}
