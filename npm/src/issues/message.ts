/** Makes messages from the code and params of an issue, with the texts of a catalogue. */

import type { Catalogue, Issue } from "../generated/types.js";
import { catalogueOf, ENGLISH, type LanguageChoice } from "./catalogue.js";
import { partsOf, type TextParts } from "./message-format.js";
import { type NumberFormat, numberFormat } from "./number-format.js";
import { fieldOf } from "./paths.js";

/** The parts of an issue that its message is made from. */
export type Renderable = Pick<Issue, "code" | "params">;

/**
 * Your own messages, by `"<field>:<code>"` (`"customer.full_name:required"`, `"checks[].check_type:required"`), by a variant
 * (`"invalid_url.scheme"`) or by a code. The most specific one is used. A text has the same syntax as in a catalogue; a
 * function receives the issue and returns the message, or `undefined` for the one of the catalogue. If it throws, the issue has
 * that one too, the form takes the change, and the method that was called throws the error.
 */
export type MessageOverrides = Readonly<Record<string, string | ((issue: Issue) => string | undefined)>>;

/**
 * The message of an issue in a language. Issues have a `message` already; this makes it again in another language, without
 * validating again.
 *
 * ```ts
 * issues.map((issue) => renderMessage(issue, "de"));
 * ```
 *
 * Only messages of this library can be rendered again. The message of the API, or of a check of your own, is returned
 * unchanged.
 *
 * @param language the tag of a language that was added with `addLanguage`, a list of tags in the order of preference, or a
 *   {@link Catalogue}. An unknown language falls back to English, the default.
 */
export function renderMessage(issue: Renderable, language?: LanguageChoice): string {
  const { source, message } = issue as Partial<Issue>;
  const catalogue = catalogueOf(language);
  return source !== undefined && source !== "core" && message !== undefined ? message : messageOf(issue, catalogue);
}

/** The message of an issue in a form, where your own messages replace those of the catalogue. */
export function renderWith(
  issue: Issue,
  { catalogue, overrides }: { readonly catalogue: Catalogue; readonly overrides?: MessageOverrides | undefined },
): string {
  const own = overrides && overrideFor(issue, overrides);
  if (typeof own === "function") return own(issue) ?? messageOf(issue, catalogue);
  if (own === undefined) return messageOf(issue, catalogue);
  return fill(partsOf(own), paramsOf(issue), numberFormat(catalogue.language));
}

/** A text of a catalogue with its params, formatted for a language. */
export function renderText(text: string, params: Params, language: string): string {
  return fill(partsOf(text), params, numberFormat(language));
}

/** The message of an issue. A text that the catalogue does not have is in English; an unknown code is its own message. */
export function messageOf(issue: Renderable, catalogue: Catalogue): string {
  const { code } = issue;
  const params = paramsOf(issue);
  const key = variantOf(code, params);
  let { language } = catalogue;
  let text = textOf(catalogue, key) ?? textOf(catalogue, code);
  if (text === undefined) {
    ({ language } = ENGLISH);
    text = textOf(ENGLISH, key) ?? textOf(ENGLISH, code) ?? code;
  }
  return fill(partsOf(text), params, numberFormat(language));
}

/** The params of a message, by their names. */
export type Params = Readonly<Record<string, unknown>>;

function paramsOf(issue: Renderable): Params {
  return (issue.params as Params | undefined) ?? {};
}

/** The code with its variant: the reason, the expected type, or that there is a revision or a suggestion. */
function variantOf(code: string, params: Params): string {
  const variant =
    params.reason ??
    params.expected ??
    (params.revision !== undefined ? "revision" : params.suggestion !== undefined ? "suggestion" : undefined);
  return variant === undefined ? code : `${code}.${variant}`;
}

function textOf({ messages }: Catalogue, key: string): string | undefined {
  const text = (messages as Readonly<Record<string, unknown>> | undefined)?.[key];
  return typeof text === "string" ? text : undefined; // a key may be the name of an inherited member
}

function overrideFor(issue: Issue, overrides: MessageOverrides): MessageOverrides[string] | undefined {
  const { code, path } = issue;
  const variant = variantOf(code, paramsOf(issue));
  const field = fieldOf(path);
  const key = [`${field}:${variant}`, `${field}:${code}`, variant, code].find((name) => Object.hasOwn(overrides, name));
  return key === undefined ? undefined : overrides[key];
}

function fill(parts: TextParts, params: Params, numbers: NumberFormat, count?: unknown): string {
  let text = "";
  for (const part of parts) {
    if (typeof part === "string") {
      text += part;
      continue;
    }
    const value = part.name === undefined ? count : params[part.name];
    if (part.branches !== undefined) {
      const branch = part.branches.get(numbers.category(value)) ?? part.branches.get("other");
      if (branch !== undefined) text += fill(branch, params, numbers, value);
    } else if (value !== undefined) text += part.isNumber ? numbers.format(value) : plain(value);
  }
  return text;
}

function plain(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : String(value);
}
