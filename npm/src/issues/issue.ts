/** Completes issues from the core with their pointer, name and message. */

import { ISSUE_CODES } from "../generated/issue-codes.js";
import type { Catalogue, Issue } from "../generated/types.js";
import { messageOf } from "./message.js";
import { notationsOf } from "./paths.js";

/** An issue as the core writes it: see `write_facts` in `src/issue/serialize.rs`. */
export type IssueFacts = readonly [
  code: number,
  isWarning: 0 | 1,
  path: Issue["path"],
  params: readonly unknown[],
  related?: Issue["path"][],
  span?: readonly [line: number, column: number, start: number, end: number] | readonly [],
  source?: Issue["source"],
  message?: string,
];

/** Makes the message of an issue, which is complete otherwise. */
export type MakeMessage = (issue: Issue) => string;

/** Adds pointer, name and message. The keys are in the same order as in the JSON of the core. */
export function completeIssues(
  issues: readonly IssueFacts[],
  catalogue: Catalogue,
  makeMessage: MakeMessage = (issue) => messageOf(issue, catalogue),
): Issue[] {
  return issues.map((facts) => completeIssue(facts, makeMessage));
}

/** The same for one issue. */
export function completeIssue(facts: IssueFacts, makeMessage: MakeMessage): Issue {
  const path = facts[2];
  const { pointer, name } = notationsOf(path);
  const names = ISSUE_CODES[facts[0]] as readonly [Issue["code"], ...string[]];
  const code = names[0];
  const severity = facts[1] === 0 ? "error" : "warning";
  const params: Record<string, unknown> = {};
  for (let index = 1; index < names.length; index++) {
    const value = facts[3][index - 1];
    if (value !== null) params[names[index] as string] = value;
  }
  const issue: Record<string, unknown> = { severity, code, path, pointer, name, params, message: "" };
  const [, , , , related, span, source = "core", message] = facts;
  if (related !== undefined && related.length > 0) issue.related = related;
  if (span !== undefined && span.length > 0) {
    const [line, column, start, end] = span;
    issue.span = { line, column, start, end };
  }
  issue.source = source;
  issue.message = message ?? makeMessage(issue as unknown as Issue);
  return issue as unknown as Issue;
}
