/** Messages, made late: from an issue's code and params, with a catalogue. */

import type { Catalogue, Issue } from "../generated/types.js";
import { catalogueOf, ENGLISH } from "./catalogue.js";
import { partsOf, type TextParts } from "./message-format.js";
import { type NumberForms, numberForms } from "./number-format.js";
import { fieldOf } from "./paths.js";

/** What of an issue its message is made from. */
export type Renderable = Pick<Issue, "code" | "params">;

/**
 * Words of one's own for single messages, by `"<field>:<code>"` (`"customer.full_name:required"`,
 * `"checks[].check_type:required"`), by a variant (`"invalid_url.scheme"`) or by a code. The most specific is taken.
 * A text has the form of a catalogue's; a function is given the issue.
 */
export type MessageOverrides = Readonly<Record<string, string | ((issue: Issue) => string)>>;

/**
 * The message of an issue in a language. Issues carry a `message` already; this makes it again, for instance when a person
 * changes the language. Nothing is checked again, and the core is not needed.
 *
 * @param language a tag (`"de"`; `"de-AT"` falls back to it) that `addLanguage` has been told of, or a {@link Catalogue}.
 * @throws TypeError when the language is not known.
 */
export function renderMessage(issue: Renderable, language?: string | Catalogue): string {
  return messageOf(issue, catalogueOf(language));
}

/** The message of an issue with a catalogue, and words of one's own before those of the catalogue. For the form library. */
export function renderWith(
  issue: Issue,
  { catalogue, overrides }: { readonly catalogue: Catalogue; readonly overrides?: MessageOverrides | undefined },
): string {
  const own = overrides && overrideFor(issue, overrides);
  if (typeof own === "function") return own(issue);
  if (own === undefined) return messageOf(issue, catalogue);
  return fill(partsOf(own), paramsOf(issue), numberForms(catalogue.language));
}

/** A text with its params filled in, as a language writes them. For the other texts of a catalogue. */
export function renderText(text: string, params: Params, language: string): string {
  return fill(partsOf(text), params, numberForms(language));
}

/** The message of an issue. What the catalogue lacks is said in English, and a code that nobody knows as itself. */
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
  return fill(partsOf(text), params, numberForms(language));
}

/** The params of a message, by their names. */
export type Params = Readonly<Record<string, unknown>>;

function paramsOf(issue: Renderable): Params {
  return (issue.params as Params | undefined) ?? {};
}

/** The code with its variant: its reason, the type that is due, or that there is a suggestion. */
function variantOf(code: string, params: Params): string {
  const variant = params.reason ?? params.expected;
  if (variant !== undefined) return `${code}.${variant}`;
  return params.suggestion === undefined ? code : `${code}.suggestion`;
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

function fill(parts: TextParts, params: Params, forms: NumberForms, count?: unknown): string {
  let text = "";
  for (const part of parts) {
    if (typeof part === "string") {
      text += part;
      continue;
    }
    const value = part.name === undefined ? count : params[part.name];
    if (part.branches !== undefined) {
      const branch = part.branches.get(forms.category(value)) ?? part.branches.get("other");
      if (branch !== undefined) text += fill(branch, params, forms, value);
    } else if (value !== undefined) text += part.isNumber ? forms.format(value) : plain(value);
  }
  return text;
}

function plain(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : String(value);
}
