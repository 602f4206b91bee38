/** Issues as the caller gets them: what the core says of each, and what follows from it. */

import type { Catalogue, Issue } from "../generated/types.js";
import { messageOf } from "./message.js";
import { nameOf, pointerOf } from "./paths.js";

/** What the core says of an issue. It has a message only where a server, or another check than the core's, has said it. */
export type IssueFacts = Omit<Issue, "pointer" | "name" | "message"> &
  Pick<Issue, "code" | "params"> & { readonly message?: string };

/** How a message is made from an issue that lacks nothing else. */
export type MakeMessage = (issue: Issue) => string;

/** Adds pointer, name and message. The keys stand in the order in which the core's own JSON of an issue has them. */
export function completeIssues(
  issues: readonly IssueFacts[],
  catalogue: Catalogue,
  makeMessage: MakeMessage = (issue) => messageOf(issue, catalogue),
): Issue[] {
  return issues.map((facts) => completeIssue(facts, makeMessage));
}

/** The same for one issue, with another way to its message. */
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
