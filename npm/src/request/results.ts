/** Reads the results of the core, which are texts. */

import type {
  BuildResult,
  BuiltPayload,
  CasePayload,
  Catalogue,
  DefaultedField,
  Issue,
  ValidationResult,
} from "../generated/types.js";
import { completeIssues, type IssueFacts, type MakeMessage } from "../issues/issue.js";
import { messageOf } from "../issues/message.js";
import { readPayload } from "./payload.js";

export type { BuildFailure, BuildResult, BuiltPayload, ValidationResult } from "../generated/types.js";

/** The result of a validation as the core writes it. */
export type CheckAnswer = readonly [isValid: 0 | 1, omitted: number, ...issues: IssueFacts];

/** The result of a validation without issues. */
const NO_ISSUES = "[1,0]";

/** Reads the result of a validation, and completes its issues. */
export function readCheck(answer: string, catalogue: Catalogue, makeMessage?: MakeMessage): ValidationResult {
  if (answer === NO_ISSUES) return withoutIssues();
  const facts = JSON.parse(answer) as CheckAnswer;
  const issues = completeIssues(facts, 2, makeMessage ?? messagesIn(catalogue));
  return {
    valid: facts[0] === 1,
    issues,
    errors: ofSeverity(issues, "error"),
    warnings: ofSeverity(issues, "warning"),
    omitted: facts[1],
  };
}

/** The result of a validation that found nothing. */
export function withoutIssues(): ValidationResult {
  return { valid: true, issues: [], errors: [], warnings: [], omitted: 0 };
}

function messagesIn(catalogue: Catalogue): MakeMessage {
  return (issue) => messageOf(issue, catalogue);
}

function ofSeverity(issues: Issue[], severity: Issue["severity"]): Issue[] {
  return issues.filter((issue) => issue.severity === severity);
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
    const { issues, errors, warnings, omitted } = readCheck(parts.check, catalogue, makeMessage);
    return { ok: false, issues, errors, warnings, omitted };
  }
  const warnings =
    parts.warnings === "[]"
      ? []
      : completeIssues(JSON.parse(parts.warnings) as IssueFacts, 0, makeMessage ?? messagesIn(catalogue));
  return builtPayload(parts.body, JSON.parse(parts.defaulted) as DefaultedField[], warnings, EXACT_PAYLOAD);
}

/** The result of a build, whose payload is parsed when it is read for the first time. */
export function builtPayload(
  body: string,
  defaulted: DefaultedField[],
  warnings: Issue[],
  payload: LazyPayload,
): BuiltPayload {
  // With a getter in an object literal this would take twice as long.
  const built: Record<string, unknown> = { ok: true, body };
  Object.defineProperty(built, "payload", payload);
  built.defaulted = defaulted;
  built.errors = [];
  built.warnings = warnings;
  return built as unknown as BuiltPayload;
}

/** The property `payload` of a result. */
export interface LazyPayload extends PropertyDescriptor {
  get(this: BuiltPayload): CasePayload;
}

const EXACT_PAYLOAD: LazyPayload = {
  enumerable: true,
  configurable: true,
  get() {
    return payloadOf(this, readPayload);
  },
};

const payloads = new WeakMap<BuiltPayload, CasePayload>();

/** The payload of a result, which is parsed once. */
export function payloadOf(built: BuiltPayload, parse: (body: string) => CasePayload): CasePayload {
  let payload = payloads.get(built);
  if (payload === undefined) {
    payload = parse(built.body);
    payloads.set(built, payload);
  }
  return payload;
}
