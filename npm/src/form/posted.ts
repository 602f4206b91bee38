/** Forms as they are posted, by a page without JavaScript or by a script: named texts to a payload, or to issues. */

import type { CaseOptions } from "../generated/types.js";
import { readOptions } from "../request/options.js";
import { type BuildResult, cutBuild, readBuild } from "../request/results.js";
import { toBytes } from "../values/utf8.js";
import { formEngine, writeBytes } from "../wasm/form-engine.js";

/** Options for posted forms. */
export interface FormDataOptions extends CaseOptions {
  /** Names that belong to the page and not to the request: a token against forgery, the button. They are passed over. */
  readonly ignore?: readonly string[] | undefined;
}

/** What holds a posted form: a `FormData`, a `URLSearchParams`, or any list of pairs. */
export type PostedForm = Iterable<readonly [string, unknown]>;

/**
 * Reads a posted form, as a page without JavaScript sends it: inputs named `customer.full_name`, `checks[0].check_type`,
 * `document_ids` (one for each). Texts are trimmed, an empty one is absent, digits become integers, `on/true/1` and
 * `off/false/0` booleans, and free JSON is read. A text that cannot be read is an issue at its field.
 *
 * @param form a `FormData`, a `URLSearchParams`, or a list of pairs. A file is an issue: the request has no place for one.
 * @throws TypeError when an option makes no sense, or `form` is no such list. A bad request is never thrown: it is an issue.
 */
export function parseFormData(form: PostedForm, options: FormDataOptions = {}): BuildResult {
  const { ignore = [], ...caseOptions } = options;
  const { text, catalogue } = readOptions(caseOptions);
  const passedOver = new Set(ignore);
  const parts: Uint8Array[] = [];
  for (const [name, value] of pairs(form)) {
    if (passedOver.has(name) || isNoFile(value)) continue;
    const bytes = toBytes(typeof value === "string" ? value : fileName(value));
    // A line end in a name would end it; no field has one, so it only has to stay unknown.
    parts.push(toBytes(`${name.replaceAll("\n", " ")}\n${bytes.length}\n`), bytes);
  }
  const input = joined(parts);
  const answer = formEngine().ask((core) => core.form_posted(writeBytes(core, input), text ?? ""));
  return readBuild(cutBuild(answer), catalogue);
}

function pairs(form: PostedForm): PostedForm {
  if (typeof (form as Partial<PostedForm> | null)?.[Symbol.iterator] === "function" && typeof form !== "string")
    return form;
  throw new TypeError("parseFormData needs a FormData, a URLSearchParams, or a list of pairs of a name and a text");
}

/** What a browser posts for a file input in which nothing was chosen. */
function isNoFile(value: unknown): boolean {
  return typeof value === "object" && value !== null && (value as Blob).size === 0 && (value as File).name === "";
}

/** No field of the request takes a file; its name says which one was given. */
function fileName(value: unknown): string {
  return String((value as File | null)?.name ?? value);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
