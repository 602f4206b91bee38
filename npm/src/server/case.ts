/** Reads cases: a response of the API, or the body of a webhook. */

import type { CaseResponse } from "../generated/types.js";
import { parseExact } from "../issues/exact.js";
import { bodyText } from "./body.js";

/** The integer fields of a case. */
const INTEGERS = new Set(["id", "customer.id", "checks[].id"]);

/**
 * Reads a case: the response to a create request, or the body of the webhook. Reading is tolerant: only `id` is required, and
 * members that are not documented, or have another type than documented, are kept unchanged. IDs that a number cannot represent
 * exactly are BigInts, if the case is text or bytes.
 *
 * ```ts
 * const { id, outcome } = readCase(await request.text());
 * ```
 *
 * @param body the text, its bytes in UTF-8, or the parsed value.
 * @throws TypeError when it is not a case: not a JSON object, or without an integer `id`.
 */
export function readCase(body: unknown): CaseResponse {
  const value = parsed(body);
  const id = typeof value === "object" && value !== null ? (value as { id?: unknown }).id : undefined;
  if (typeof id === "bigint" || Number.isSafeInteger(id)) return value as CaseResponse;
  throw new TypeError('this is not a case: expected a JSON object with an integer "id"');
}

function parsed(body: unknown): unknown {
  if (typeof body !== "string" && !ArrayBuffer.isView(body)) return body;
  try {
    return parseExact(bodyText(body), INTEGERS);
  } catch (cause) {
    throw new TypeError("this is not a case: expected a JSON object (received text that is not JSON)", { cause });
  }
}
