/** The core's answers, from their text form to plain data. */

import type { CasePayload, Catalogue, DefaultedField, Issue } from "../generated/types.js";
import { completeIssues, type IssueFacts, type MakeMessage } from "../issues/issue.js";
import { readPayload } from "./payload.js";

/** What a check found. */
export interface ValidationResult {
  /** Whether there is no error, so that a payload can be built. Warnings do not count. */
  readonly valid: boolean;
  /** The issues, in order. At most 10 000 of each phase are listed. */
  readonly issues: Issue[];
  /** How many more there are. Normally 0. */
  readonly omitted: number;
}

/** What `buildPayload` answers: the request body, or every reason why there is none. */
export type BuildResult = BuiltPayload | BuildFailure;

/** A request without errors. */
export interface BuiltPayload {
  readonly ok: true;
  /** The exact request body: compact JSON, the same bytes in every runtime. Send this. */
  readonly body: string;
  /**
   * The body as data, read when it is first asked for. Integers that a JavaScript number cannot hold are BigInts here;
   * in free JSON (`input_details`) they are rounded, as JSON.parse does: `body` is exact.
   */
  readonly payload: CasePayload;
  /** The fields whose value is a default that the input did not give. */
  readonly defaulted: DefaultedField[];
  /** Advice that does not block. */
  readonly warnings: Issue[];
}

/** A request with errors. */
export interface BuildFailure {
  readonly ok: false;
  /** Every error, and the advice found with them. */
  readonly issues: Issue[];
  /** How many more there are than are listed. Normally 0. */
  readonly omitted: number;
}

/** What a check answers when there is nothing to say. */
const NOTHING = '{"valid":true,"issues":[],"omitted":0}';

/** What a check answers otherwise, as JSON text. */
interface CheckAnswer {
  readonly valid: boolean;
  readonly issues: IssueFacts[];
  readonly omitted: number;
}

/** Reads the answer of a check, and makes its issues whole. */
export function readCheck(answer: string, catalogue: Catalogue, makeMessage?: MakeMessage): ValidationResult {
  if (answer === NOTHING) return { valid: true, issues: [], omitted: 0 };
  const { valid, issues, omitted } = JSON.parse(answer) as CheckAnswer;
  return { valid, issues: completeIssues(issues, catalogue, makeMessage), omitted };
}

/** A build's answer, cut into its parts but not yet read. */
export type BuildParts =
  | { readonly ok: true; readonly defaulted: string; readonly warnings: string; readonly body: string }
  | { readonly ok: false; readonly check: string };

/** Cuts `BODY\n[defaulted]\n[warnings]`; an answer without line ends is that of a check. No part holds a raw line end. */
export function cutBuild(answer: string): BuildParts {
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

/** Reads the parts of a build's answer, and makes its issues whole. */
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
