/** Writes the raw HTTP request for a body. */
import { ENDPOINT } from "./curl.js";

/** The HTTP/1.1 request. The token is a placeholder. */
export function httpRequest(body, bytes) {
  const { host, pathname } = new URL(ENDPOINT);
  return [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    "Authorization: Bearer $SPHINX_TOKEN",
    "Content-Type: application/json",
    `Content-Length: ${bytes}`,
    "",
    body,
  ].join("\r\n");
}
