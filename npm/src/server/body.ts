/** Status and body of an API response, as the core reads them. */

import { DEFAULT_MAX_BYTES } from "../request/options.js";

/** One more unit than the core reads. A longer body is cut: then it is not JSON, and only its beginning is reported. */
const MAX_LENGTH = DEFAULT_MAX_BYTES + 1;

/** Throws a TypeError if it is not an HTTP status. */
export function requireStatus(status: number): void {
  if (Number.isInteger(status) && status >= 100 && status <= 599) return;
  throw new TypeError(`status must be an HTTP status from 100 to 599 (received: ${String(status)})`);
}

/** The text of a body, which is text, bytes in UTF-8, or a parsed value. `null` and `undefined` mean that there is none. */
export function bodyText(body: unknown): string {
  const text = ArrayBuffer.isView(body) ? new TextDecoder().decode(body) : textOf(body);
  return text.slice(0, MAX_LENGTH);
}

function textOf(body: unknown): string {
  if (typeof body === "string") return body;
  return (body === null ? undefined : JSON.stringify(body)) ?? "";
}
