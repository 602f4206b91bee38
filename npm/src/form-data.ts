/** Forms as they are posted, by a page without JavaScript or by a script: named texts to a payload, or to issues. */

import { type BuildResult, cutBuild, readBuild } from "./answers.js";
import { type FormEngine, writeBytes } from "./form-engine.js";
import type { CaseOptions } from "./generated/types.js";
import { readOptions } from "./options.js";
import { toBytes } from "./text.js";

/** Options for posted forms. */
export interface FormDataOptions extends CaseOptions {
  /** Names that belong to the page and not to the request: a token against forgery, the button. They are passed over. */
  readonly ignore?: readonly string[] | undefined;
}

/** What holds a posted form: a `FormData`, a `URLSearchParams`, or any list of pairs. */
export type PostedForm = Iterable<readonly [string, unknown]>;

/** See `parseFormData`. */
export function postedForm(engine: FormEngine, form: PostedForm, options: FormDataOptions = {}): BuildResult {
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
  const answer = engine.ask((core) => core.form_posted(writeBytes(core, input), text ?? ""));
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
