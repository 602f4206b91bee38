/** What is wrong with a request, as a whole or at one field. */

import type { CaseOptions, Issue } from "../generated/types.js";
import type { FieldPath } from "../issues/paths.js";
import { writeForCheck } from "../values/write.js";
import { askAbout, type Question } from "./input.js";
import { readOptions } from "./options.js";
import { readCheck, type ValidationResult } from "./results.js";

/**
 * Finds everything that is wrong with a case request, at once.
 *
 * @param input an object (see {@link CaseInput}), JSON text, or JSON text as UTF-8 bytes. Never changed.
 * @throws TypeError when an option makes no sense. A bad request is never thrown: it is an issue.
 */
export function validate(input: unknown, options?: CaseOptions): ValidationResult {
  const read = readOptions(options);
  return readCheck(askAbout(input, read, check, writeForCheck), read.catalogue);
}

const check: Question = (core, length, host, options) => core.check(length, host, options);

/**
 * Finds what is wrong with one field, the rules between fields that it takes part in included.
 *
 * @param input the whole request, as for {@link validate}: such rules read other fields too.
 * @throws TypeError when an option or the path makes no sense.
 */
export function checkField(input: unknown, path: FieldPath, options?: CaseOptions): Issue[] {
  const place = pathText(path);
  const read = readOptions(options);
  const question: Question = (core, length, host, text) => core.check_field(length, host, place, text);
  return readCheck(askAbout(input, read, question, writeForCheck), read.catalogue).issues;
}

function pathText(path: FieldPath): string {
  if (typeof path === "string") return path;
  if (Array.isArray(path) && path.every((step) => typeof step === "string" || Number.isSafeInteger(step))) {
    return JSON.stringify(path);
  }
  throw new TypeError('path must be a text such as "checks[0].check_type" or an array of keys and indices');
}
