/** The parameters of a form's methods, as the core reads them. */

import type { CaseInputs, CaseOptions, RevisionName } from "../generated/types.js";
import { readOptions, requireOptionNames } from "../request/options.js";
import { jsonOf } from "../values/json.js";
import type { CaseFormOptions, ExternalIssue } from "./options.js";

/** The options of a form, as three lines: those of validation and building as JSON, `show` and `draft`. */
export function coreOptions(options: CaseFormOptions): string {
  const { show = "left", draft = true } = options;
  return `${readOptions(caseOptions(options)).text ?? ""}\n${JSON.stringify(show)}\n${!!draft}\n`;
}

/** The names of the options that only forms have. */
const FORM_OPTIONS = { initial: 0, restore: 0, show: 0, draft: 0, messages: 0, idPrefix: 0 } satisfies Record<
  Exclude<keyof CaseFormOptions, keyof CaseOptions>,
  0
>;

/** Checks the names of the options of a form, which can have more of them. */
export function requireFormOptions(options: CaseFormOptions, more: Readonly<Record<string, 0>> = {}): void {
  requireOptionNames(options, { ...more, ...FORM_OPTIONS });
}

/** The options of validation and building. */
export function caseOptions({
  initial,
  restore,
  show,
  draft,
  messages,
  idPrefix,
  ...options
}: CaseFormOptions): CaseFormOptions {
  return options;
}

/** A request as JSON; JSON text stays the same. */
export function requestJson(request: CaseInputs[RevisionName] | string): string {
  return typeof request === "string" ? request : jsonOf(request);
}

/** The index of a row. */
export function indexText(index: number): string {
  if (Number.isSafeInteger(index) && index >= 0) return String(index);
  throw new TypeError(`the index of a row must be a whole number from 0 (received: ${String(index)})`);
}

/** An issue of your own check. */
export function issueForCore({ message, severity, status, code }: ExternalIssue): Record<string, unknown> {
  return { message, severity, status: status ?? 0, code };
}
