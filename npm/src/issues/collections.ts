/** Lists of issues in other shapes: by field, as text, and as problem details. */

import type { Issue } from "../generated/types.js";

/** Messages by the place they are about. */
export interface FlattenedIssues {
  /** The messages about the whole request. */
  readonly request: string[];
  /** The messages of each field, by its form name, such as `checks[0].check_type`. */
  readonly fields: { [name: string]: string[] };
}

/**
 * The messages of issues by field, for your own form.
 *
 * ```ts
 * const { fields } = flattenIssues(validate(input).errors);
 * fields["customer.full_name"]; // ["Enter a value"]
 * ```
 */
export function flattenIssues(issues: readonly Issue[]): FlattenedIssues {
  const flattened: FlattenedIssues = { request: [], fields: Object.create(null) };
  for (const { name, message } of issues) {
    if (name === "") flattened.request.push(message);
    else {
      flattened.fields[name] ??= [];
      flattened.fields[name]?.push(message);
    }
  }
  return flattened;
}

/**
 * Issues as text for people, one per line, such as `error: customer.full_name: This field is required`.
 * With the position, if the input was text: `error: 3:14: customer.full_name: …`. Line breaks in messages become spaces.
 */
export function formatIssues(issues: readonly Issue[]): string {
  return issues.map(formatIssue).join("\n");
}

function formatIssue({ severity, span, name, message }: Issue): string {
  const position = span === undefined ? "" : `${span.line}:${span.column}: `;
  const place = name === "" ? "" : `${name}: `;
  return `${severity}: ${position}${place}${message}`.replaceAll(/[\r\n\u2028\u2029]+/g, " ");
}

/** The `type` of problem details with issues. */
export const PROBLEM_TYPE = "urn:sphinx-case:problem:invalid-request";

/** Problem details (RFC 9457) about a case request. */
export interface CaseProblemDetails {
  readonly type: typeof PROBLEM_TYPE;
  readonly title: string;
  /** The HTTP status: 422. */
  readonly status: 422;
  /** The errors, for readers that do not know this package. */
  readonly errors: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
  /** All issues, complete. `mapServerErrors` returns them unchanged. */
  readonly issues: readonly Issue[];
}

/**
 * Issues as the body of an error response (RFC 9457, `application/problem+json`) of your own server. In the browser,
 * `mapServerErrors` returns the same issues, with their params.
 *
 * ```ts
 * const built = buildPayload(await request.text());
 * if (!built.ok) return Response.json(toProblemDetails(built.issues), { status: 422 });
 * ```
 */
export function toProblemDetails(issues: readonly Issue[]): CaseProblemDetails {
  return {
    type: PROBLEM_TYPE,
    title: "The case request is invalid.",
    status: 422,
    errors: issues
      .filter(({ severity }) => severity === "error")
      .map(({ pointer, code, message }) => ({ pointer, code, detail: message })),
    issues,
  };
}
