/** An answer of the server, as the core reads it. */

import { DEFAULT_MAX_BYTES } from "../request/options.js";

/** One more than the core reads. What is cut there is no JSON any more, and only its beginning is said. */
const MOST_READ = DEFAULT_MAX_BYTES + 1;

/** Refuses what is no HTTP status. */
export function requireStatus(status: number): void {
  if (Number.isInteger(status) && status >= 100 && status <= 599) return;
  throw new TypeError(`status must be an HTTP status from 100 to 599, was ${String(status)}`);
}

/** The text of a body: itself, its bytes in UTF-8, or what JSON.parse made of it. `null` and `undefined` mean that there was none. */
export function bodyText(body: unknown): string {
  const text = ArrayBuffer.isView(body) ? new TextDecoder().decode(body) : textOf(body);
  return text.slice(0, MOST_READ);
}

function textOf(body: unknown): string {
  if (typeof body === "string") return body;
  return (body === null ? undefined : JSON.stringify(body)) ?? "";
}
