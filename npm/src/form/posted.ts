/** Reads posted forms: names and texts to a payload or issues. */

import type { CaseOptions } from "../generated/types.js";
import { readOptions, requireOptionNames } from "../request/options.js";
import { type BuildResult, readBuild, splitBuild } from "../request/results.js";
import { typeName } from "../values/plain.js";
import { toBytes } from "../values/utf8.js";
import { formEngine, writeBytes } from "../wasm/form-engine.js";
import { type IgnoredNames, ignoredNames } from "./ignored.js";

/** Options of `parseFormData`. */
export interface FormDataOptions extends CaseOptions {
  /**
   * Names of the page that are not fields of the request, such as `csrf_token` or the button: they are ignored. The names that
   * frameworks add (`$ACTION_…`, `csrfmiddlewaretoken`, `authenticity_token`, `_method`, …) are ignored anyway.
   */
  readonly ignore?: IgnoredNames | undefined;
}

/** A posted form: a `FormData`, a `URLSearchParams`, or pairs of a name and a text. */
export type PostedForm = Iterable<readonly [string, unknown]>;

/**
 * Reads a form that a page has posted, also without JavaScript: its inputs are named `customer.full_name`,
 * `checks[0].check_type` and `document_ids` (one for each ID). Texts are trimmed; an empty one is absent. Digits become integers,
 * `on`, `true`, `1` and `off`, `false`, `0` become booleans, and free JSON is parsed. A text that cannot be read has an issue.
 *
 * ```ts
 * const built = parseFormData(await request.formData(), { ignore: ["csrf_token"] });
 * ```
 *
 * @param form a `FormData`, a `URLSearchParams`, or pairs of a name and a text. A value that is not a
 *   text, such as a file, has an issue.
 * @returns the payload, or all issues. An invalid request never throws.
 * @throws TypeError when an option is invalid, or `form` does not consist of pairs.
 * @throws SphinxCaseError when the WebAssembly cannot run.
 */
export function parseFormData(form: PostedForm, options: FormDataOptions = {}): BuildResult {
  requireOptionNames(options, { ignore: 0 });
  const { ignore, ...caseOptions } = options;
  const { text, catalogue } = readOptions(caseOptions);
  const isIgnored = ignoredNames(ignore);
  const parts: Uint8Array[] = [toBytes(`${text ?? ""}\n`)];
  for (const [name, value] of pairs(form)) {
    if (isIgnored(name) || isEmptyFile(value)) continue;
    const bytes = toBytes(typeof value === "string" ? value : typeName(value));
    const mark = typeof value === "string" ? "" : "!";
    // A line break would end the name. No field has one, so it is replaced and the name stays unknown.
    parts.push(toBytes(`${name.replaceAll("\n", " ")}\n${mark}${bytes.length}\n`), bytes);
  }
  const input = joined(parts);
  const answer = formEngine().call(input.length, (core) => core.form_posted(writeBytes(core, input)));
  return readBuild(splitBuild(answer), catalogue);
}

function pairs(form: PostedForm): PostedForm {
  if (typeof (form as Partial<PostedForm> | null)?.[Symbol.iterator] === "function" && typeof form !== "string")
    return form;
  throw new TypeError("parseFormData takes a FormData, a URLSearchParams, or pairs of a name and a text");
}

/** Whether it is what browsers post for a file input without a file. */
function isEmptyFile(value: unknown): boolean {
  return typeof value === "object" && value !== null && (value as Blob).size === 0 && (value as File).name === "";
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
