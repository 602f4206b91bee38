/** What the server answered to a request, as issues on the fields of the request. */

import { readCheck } from "./answers.js";
import { ENGLISH } from "./catalogue.js";
import { type FormEngine, writeText } from "./form-engine.js";
import type { Issue } from "./generated/types.js";
import { bodyText, requireStatus } from "./server-body.js";

/** See `mapServerErrors`. What the server says is its own words, in whatever language. */
export function serverErrors(engine: FormEngine, status: number, body: unknown): Issue[] {
  requireStatus(status);
  const text = bodyText(body);
  return readCheck(
    engine.ask((core) => core.server_errors(writeText(core, text), status)),
    ENGLISH,
  ).issues;
}
