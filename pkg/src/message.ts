/** Messages, made late: from an issue's code and params, in the language asked for. */

import { ask } from "./core.js";
import type { Issue } from "./generated/types.js";

/**
 * The message of an issue in a language. Issues carry an English `message` already; this renders it again, without validating again.
 *
 * @param language a language tag. Only `en` for now.
 * @throws TypeError when the code or the language is not known.
 */
export function renderMessage(issue: Pick<Issue, "code" | "params">, language = "en"): string {
  const { code, params } = issue;
  return ask((core) => core.render(code, JSON.stringify(params ?? {}), language));
}
