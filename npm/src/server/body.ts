/** Status and body of an API response, as the core reads them. */

import { DEFAULT_MAX_BYTES } from "../request/options.js";
import { jsonOf } from "../values/json.js";
import { decoderClass } from "../values/utf8.js";

/** One more unit than the core reads. A longer body is cut: then it is not JSON, and only its beginning is reported. */
const MAX_LENGTH = DEFAULT_MAX_BYTES + 1;

/** Throws a TypeError if it is not an HTTP status. */
export function requireStatus(status: number): void {
  if (Number.isInteger(status) && status >= 100 && status <= 599) return;
  throw new TypeError(`status must be an HTTP status from 100 to 599 (received: ${String(status)})`);
}

/**
 * The text of a body: text, bytes in UTF-8, or a parsed value. `null` and `undefined` mean that there is none.
 *
 * @throws TypeError when it is something from which the body has yet to be read, or JSON cannot represent it.
 */
export function bodyText(body: unknown): string {
  if (body === undefined || body === null || typeof body === "function") return "";
  const text = typeof body === "object" ? (decoded(body) ?? valueText(body)) : textOf(body);
  return text.slice(0, MAX_LENGTH);
}

const textOf = (body: unknown): string => (typeof body === "string" ? body : jsonOf(body));

/** The text of bytes; undefined if the body is something else. They may be of another realm, or shared with a worker. */
function decoded(body: object): string | undefined {
  const isView = ArrayBuffer.isView(body);
  if (!isView && !/^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(body))) return undefined;
  const length = Math.min((body as ArrayBuffer).byteLength, MAX_LENGTH);
  const bytes = isView
    ? new Uint8Array(body.buffer, body.byteOffset, length)
    : new Uint8Array(body as ArrayBuffer, 0, length);
  return new (decoderClass())().decode(new Uint8Array(bytes));
}

function valueText(body: object): string {
  const { then, text } = body as { then?: unknown; text?: unknown };
  if (typeof then === "function") throw new TypeError("the body is a promise: await it first");
  if (typeof text === "function")
    throw new TypeError("the body is a Response, a Request or a Blob: pass `await response.text()`");
  return jsonOf(body);
}
