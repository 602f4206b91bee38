/** What is wrong with a request, as a whole or at one field. */

import { type CheckAnswer, readCheck } from "./answers.js";
import type { CaseOptions, Issue } from "./generated/types.js";
import { askAbout } from "./input.js";

/** What `validate` answers. */
export interface ValidationResult extends CheckAnswer {
  /** Whether there is no error, so that a payload can be built. Warnings do not count. */
  readonly valid: boolean;
}

/** A place in a request: keys and indices, an RFC 6901 pointer (`/checks/0/check_type`), or a form name (`checks[0].check_type`). */
export type FieldPath = string | readonly (string | number)[];

/**
 * Finds everything that is wrong with a case request, at once.
 *
 * @param input an object (see {@link CaseInput}), JSON text, or JSON text as UTF-8 bytes. Never changed.
 * @throws TypeError when an option makes no sense. A bad request is never thrown: it is an issue.
 */
export function validate(input: unknown, options?: CaseOptions): ValidationResult {
  const { issues, omitted } = readCheck(askAbout(input, options, check));
  return { valid: !issues.some(isError), issues, omitted };
}

const check = ((core, length, host, options) => core.check(length, host, options)) satisfies Parameters<
  typeof askAbout
>[2];

/**
 * Finds what is wrong with one field, the rules between fields that it takes part in included.
 *
 * @param input the whole request, as for {@link validate}: such rules read other fields too.
 * @throws TypeError when an option or the path makes no sense.
 */
export function checkField(input: unknown, path: FieldPath, options?: CaseOptions): Issue[] {
  const place = pathText(path);
  return readCheck(
    askAbout(input, options, (core, length, host, optionsText) => core.check_field(length, host, place, optionsText)),
  ).issues;
}

function pathText(path: FieldPath): string {
  if (typeof path === "string") return path;
  if (Array.isArray(path) && path.every((step) => typeof step === "string" || Number.isSafeInteger(step))) {
    return JSON.stringify(path);
  }
  throw new TypeError('path must be a text such as "checks[0].check_type" or an array of keys and indices');
}

function isError(issue: Issue): boolean {
  return issue.severity === "error";
}
