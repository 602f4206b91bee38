/** The parameters of a form's methods, as the core reads them. */

import type { CaseInput } from "../generated/types.js";
import { readOptions } from "../request/options.js";
import { jsonOf } from "./json.js";
import type { CaseFormOptions, ExternalIssue, ShowPolicy } from "./options.js";

/** The options of a form as the core takes them. */
export interface CoreOptions {
  /** The options of validation and building as JSON; empty for the default values. */
  readonly json: string;
  readonly show: ShowPolicy;
  readonly draft: boolean;
}

/** The options of a form as the core takes them. */
export function coreOptions(options: CaseFormOptions): CoreOptions {
  const { show = "left", draft = true } = options;
  return { json: readOptions(caseOptions(options)).text ?? "", show, draft };
}

/** The options of validation and building. */
export function caseOptions({ initial, restore, show, draft, messages, ...options }: CaseFormOptions): CaseFormOptions {
  return options;
}

/** A request as JSON; JSON text stays the same. */
export function requestJson(request: CaseInput | string): string {
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
