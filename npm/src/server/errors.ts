/** What the server answered to a request, as issues on the fields of the request. */

import type { Issue } from "../generated/types.js";
import { ENGLISH } from "../issues/catalogue.js";
import { readCheck } from "../request/results.js";
import { formEngine, writeText } from "../wasm/form-engine.js";
import { bodyText, requireStatus } from "./body.js";

/**
 * Maps an answer of the server to issues, in the order of the fields: errors whose `source` is `server` and whose `message`
 * is in the server's words. A message that is known has this library's code (`required`, `blank` …) where its params can be
 * known, any other the code `server`, with the server's own code, if there is one, in its params.
 *
 * Read are the bodies of Django REST Framework, before and since 3.18, and problem details (RFC 9457). Anything else becomes
 * one issue at the root with the beginning of the body. At most 10 000 issues are listed.
 *
 * @param status the HTTP status. From 200 to 299 there are no issues, whatever the body.
 * @param body the body: its text, its bytes in UTF-8, or what JSON.parse made of it. `null` and `undefined` mean that there was none.
 * @throws TypeError when the status is no HTTP status (100 to 599), or the body is a value that JSON cannot carry.
 */
export function mapServerErrors(status: number, body: unknown): Issue[] {
  requireStatus(status);
  const text = bodyText(body);
  return readCheck(
    formEngine().ask((core) => core.server_errors(writeText(core, text), status)),
    ENGLISH,
  ).issues;
}
