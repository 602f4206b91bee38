/** Maps API errors to issues of the fields. */

import type { Issue } from "../generated/types.js";
import { ENGLISH } from "../issues/catalogue.js";
import { PROBLEM_TYPE } from "../issues/collections.js";
import { readCheck } from "../request/results.js";
import { formEngine, writeText } from "../wasm/form-engine.js";
import { bodyText, requireStatus } from "./body.js";

/**
 * Maps a response of the API to issues, in the order of the fields. They are errors with the `source` `server` and the original
 * message. Known messages have the code of this library (`required`, `blank`, …) if their params can be determined; all others
 * have the code `server`, with the code of the API, if there is one, in the params.
 *
 * Reads the bodies of Django REST Framework, before and since version 3.18, and of drf-standardized-errors, problem details
 * (RFC 9457), and JSON:API. Any other body becomes one issue of the whole request, with the message in it or its beginning; markup
 * and bytes that are not text are never a message. At most 10,000 issues are listed. The issues in problem details of
 * `toProblemDetails` are returned unchanged, with their code, params, severity and source.
 *
 * ```ts
 * const issues = mapServerErrors(response.status, await response.text());
 * ```
 *
 * @param status the HTTP status. For a status from 200 to 299 there are no issues.
 * @param body the text of the body, its bytes in UTF-8, or the parsed value. `null` and `undefined` mean that there is none.
 * @throws TypeError when the status is not from 100 to 599, or JSON cannot represent the body.
 * @throws SphinxCaseError when the WebAssembly cannot run.
 */
export function mapServerErrors(status: number, body: unknown): Issue[] {
  requireStatus(status);
  const text = bodyText(body);
  const own = status < 300 ? undefined : issuesOfProblem(text);
  if (own !== undefined) return own;
  return readCheck(
    formEngine().call(text.length, (core) => core.server_errors(writeText(core, text), status)),
    ENGLISH,
  ).issues;
}

/** The issues in problem details of `toProblemDetails`; undefined if it is another body. */
function issuesOfProblem(text: string): Issue[] | undefined {
  if (!text.includes(PROBLEM_TYPE)) return undefined;
  try {
    const { type, issues } = JSON.parse(text) as { type?: unknown; issues?: unknown };
    return type === PROBLEM_TYPE && Array.isArray(issues) && issues.every(isIssue) ? issues : undefined;
  } catch {
    return undefined;
  }
}

function isIssue(value: unknown): value is Issue {
  if (typeof value !== "object" || value === null) return false;
  const { code, message, name, path } = value as Partial<Record<keyof Issue, unknown>>;
  return [code, message, name].every((text) => typeof text === "string") && Array.isArray(path);
}
