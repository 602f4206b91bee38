/** Makes issues of what the core writes, with their pointer, name and message. */

import { ISSUE_CODES } from "../generated/issue-codes.js";
import type { Issue } from "../generated/types.js";
import { notationsOf } from "./paths.js";

/** Issues as the core writes them, one after another: see `write_facts` in `src/issue/serialize.rs`. */
export type IssueFacts = readonly unknown[];

/** Makes the message of an issue, which is complete otherwise. */
export type MakeMessage = (issue: Issue) => string;

/** An issue while it is made. */
type Draft = Record<string, unknown>;

/** The facts that most issues do not have; those after the last one are left out. */
type RarerFacts = readonly [
  related?: Issue["path"][],
  span?: readonly number[],
  source?: Issue["source"],
  message?: string,
];

/** The issues from an index of the facts on. The keys are in the same order as in the JSON of the core. */
export function completeIssues(facts: IssueFacts, from: number, makeMessage: MakeMessage): Issue[] {
  const issues: Issue[] = [];
  for (let at = from; at < facts.length; ) {
    const names = ISSUE_CODES[facts[at] as number] as readonly [Issue["code"], ...string[]];
    const kinds = facts[at + 1] as number;
    const start = at + 3;
    at = start + (facts[at + 2] as number);
    const path = facts.slice(start, at) as Issue["path"];
    const { pointer, name } = notationsOf(path);
    const params: Record<string, unknown> = {};
    for (let index = 1; index < names.length; index++) {
      const value = facts[at++];
      if (value !== null) params[names[index] as string] = value;
    }
    const severity = (kinds & 1) === 0 ? "error" : "warning";
    const issue: Draft = { severity, code: names[0], path, pointer, name, params, message: "" };
    const rarer = kinds >> 1;
    const message = rarer > 0 ? addRarer(issue, facts.slice(at, at + rarer) as unknown as RarerFacts) : undefined;
    at += rarer;
    issue.source ??= "core";
    issue.message = message ?? makeMessage(issue as unknown as Issue);
    issues.push(issue as unknown as Issue);
  }
  return issues;
}

/** Adds all but the message, which it returns. */
function addRarer(issue: Draft, [related, span, source, message]: RarerFacts): string | undefined {
  if (related?.length) issue.related = related;
  if (span?.length) {
    const [line, column, start, end] = span as [number, number, number, number];
    issue.span = { line, column, start, end };
  }
  issue.source = source;
  return message;
}
