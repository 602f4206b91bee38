/** Checks a catalogue when it is added, so that a mistake in it is found before a message is needed. */

import { FORM_PARAMS, MESSAGE_PARAMS } from "../generated/catalogue-params.js";
import { CONSTRAINTS } from "../generated/constraints.js";
import type { Catalogue } from "../generated/types.js";
import { invalidText, paramsOfText } from "./message-format.js";

/** The keys of a catalogue. */
const SECTIONS = ["language", "messages", "fields", "options", "form"];

/**
 * Throws a TypeError that names the first wrong key: an unknown key, a text that is not a string, a text that cannot be
 * parsed, or a param that the text cannot have.
 */
export function checkCatalogue(catalogue: Catalogue): void {
  const fail = (key: string, problem: string) => {
    throw new TypeError(`catalogue ${JSON.stringify(catalogue.language)}: ${key} ${problem}`);
  };
  const checkText = (key: string, text: unknown, params: readonly string[]) => {
    if (text === undefined) return;
    if (typeof text !== "string") return fail(key, `must be a string (received: ${typeof text})`);
    const invalid = invalidText(text);
    if (invalid !== undefined) fail(key, `${invalid} in ${JSON.stringify(text)}`);
    const unknown = paramsOfText(text).find((name) => !params.includes(name));
    const known = params.length > 0 ? `the params are ${params.join(", ")}` : "this text has no params";
    if (unknown !== undefined) fail(key, `has the unknown param {${unknown}}; ${known}`);
  };
  const checkKey = (section: string, key: string, known: readonly string[], what: string) => {
    if (!known.includes(key)) fail(`${section}.${key}`, `is not ${what}`);
  };
  const section = (name: string, value: unknown): [string, unknown][] => {
    if (value === undefined) return [];
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return Object.entries(value);
    return fail(name, "must be an object") ?? [];
  };

  if (!isTag(catalogue.language)) fail("language", "must be a language tag (BCP 47), such as de or pt-BR");
  for (const name of Object.keys(catalogue))
    if (!SECTIONS.includes(name)) fail(name, `is not one of ${SECTIONS.join(", ")}`);
  const fields = Object.keys(CONSTRAINTS);
  for (const [key, text] of section("messages", catalogue.messages)) {
    checkKey(
      "messages",
      key,
      Object.keys(MESSAGE_PARAMS),
      'a message: expected a code such as "required", or a variant such as "invalid_url.scheme"',
    );
    checkText(`messages.${key}`, text, MESSAGE_PARAMS[key as keyof typeof MESSAGE_PARAMS]);
  }
  for (const [path, texts] of section("fields", catalogue.fields)) {
    checkKey("fields", path, fields, 'a field: expected a path such as "checks[].check_type"');
    for (const [key, text] of section(`fields.${path}`, texts)) {
      checkKey(`fields.${path}`, key, ["label", "hint"], "label or hint");
      checkText(`fields.${path}.${key}`, text, []);
    }
  }
  for (const [path, labels] of section("options", catalogue.options)) {
    checkKey("options", path, fields, 'a field: expected a path such as "checks[].check_type"');
    for (const [value, label] of section(`options.${path}`, labels)) checkText(`options.${path}.${value}`, label, []);
  }
  for (const [key, text] of section("form", catalogue.form)) {
    checkKey("form", key, Object.keys(FORM_PARAMS), "a text of the form library");
    checkText(`form.${key}`, text, FORM_PARAMS[key as keyof typeof FORM_PARAMS]);
  }
}

function isTag(tag: string): boolean {
  try {
    return typeof Intl === "undefined" ? tag !== "" : Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
