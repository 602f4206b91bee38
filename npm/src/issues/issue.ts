/** Completes issues from the core with their pointer, name and message. */

import type { Catalogue, Issue } from "../generated/types.js";
import { messageOf } from "./message.js";
import { nameOf, pointerOf } from "./paths.js";

/** An issue as the core writes it. Only issues from the API or your own checks have a message. */
export type IssueFacts = Omit<Issue, "pointer" | "name" | "message"> &
  Pick<Issue, "code" | "params"> & { readonly message?: string };

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
  const { severity, code, path, params, related, span, source } = facts;
  const pointer = pointerOf(path);
  const name = nameOf(path);
  const issue: Record<string, unknown> = { severity, code, path, pointer, name, params, message: "" };
  if (related !== undefined) issue.related = related;
  if (span !== undefined) issue.span = span;
  issue.source = source;
  issue.message = facts.message ?? makeMessage(issue as unknown as Issue);
  return issue as unknown as Issue;
}
