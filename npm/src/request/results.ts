/** Reads the results of the core, which are texts. */

import type { CasePayload, Catalogue, DefaultedField, Issue } from "../generated/types.js";
import { completeIssues, type IssueFacts, type MakeMessage } from "../issues/issue.js";
import { readPayload } from "./payload.js";

/** The result of `validate`. */
export interface ValidationResult {
  /** Whether there are no errors, so that a payload can be built. Warnings do not count. */
  readonly valid: boolean;
  /** The issues in the order of the fields. At most 10,000 of parsing and 10,000 of validation are listed. */
  readonly issues: Issue[];
  /** The number of issues that are not listed; normally 0. */
  readonly omitted: number;
}

/** The result of `buildPayload`: the request body, or all issues. */
export type BuildResult = BuiltPayload | BuildFailure;

/** The payload of a request without errors. */
export interface BuiltPayload {
  readonly ok: true;
  /** The request body to send: compact JSON, the same bytes in every runtime. */
  readonly body: string;
  /**
   * The body as an object, parsed on first use. Integers that a JavaScript number cannot represent exactly are BigInts; in
   * free JSON (`input_details`) they are rounded, as JSON.parse does. `body` is exact.
   */
  readonly payload: CasePayload;
  /** The fields that were absent and have their default values. */
  readonly defaulted: DefaultedField[];
  /** Issues that do not prevent the payload. */
  readonly warnings: Issue[];
}

/** The issues of a request with errors. */
export interface BuildFailure {
  readonly ok: false;
  /** All errors and warnings. */
  readonly issues: Issue[];
  /** The number of issues that are not listed; normally 0. */
  readonly omitted: number;
}

/** The result of a validation without issues. */
const NO_ISSUES = '{"valid":true,"issues":[],"omitted":0}';

/** The result of a validation, as JSON. */
interface CheckResult {
  readonly valid: boolean;
  readonly issues: IssueFacts[];
  readonly omitted: number;
}

/** Reads the result of a validation, and completes its issues. */
export function readCheck(answer: string, catalogue: Catalogue, makeMessage?: MakeMessage): ValidationResult {
  if (answer === NO_ISSUES) return { valid: true, issues: [], omitted: 0 };
  const { valid, issues, omitted } = JSON.parse(answer) as CheckResult;
  return { valid, issues: completeIssues(issues, catalogue, makeMessage), omitted };
}

/** The parts of the result of a build, not read yet. */
export type BuildParts =
  | { readonly ok: true; readonly defaulted: string; readonly warnings: string; readonly body: string }
  | { readonly ok: false; readonly check: string };

/** Splits `BODY\n[defaulted]\n[warnings]`; a result without line breaks is that of a validation. The parts have none. */
export function splitBuild(answer: string): BuildParts {
  const first = answer.indexOf("\n");
  if (first < 0) return { ok: false, check: answer };
  const second = answer.indexOf("\n", first + 1);
  return {
    ok: true,
    body: answer.slice(0, first),
    defaulted: answer.slice(first + 1, second),
    warnings: answer.slice(second + 1),
  };
}

/** Reads the result of a build, and completes its issues. */
export function readBuild(parts: BuildParts, catalogue: Catalogue, makeMessage?: MakeMessage): BuildResult {
  if (!parts.ok) {
    const { issues, omitted } = readCheck(parts.check, catalogue, makeMessage);
    return { ok: false, issues, omitted };
  }
  const { body } = parts;
  let payload: CasePayload | undefined;
  return {
    ok: true,
    body,
    get payload(): CasePayload {
      payload ??= readPayload(body);
      return payload;
    },
    defaulted: JSON.parse(parts.defaulted) as DefaultedField[],
    warnings:
      parts.warnings === "[]" ? [] : completeIssues(JSON.parse(parts.warnings) as IssueFacts[], catalogue, makeMessage),
  };
}
