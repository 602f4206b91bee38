/** Validates the values of options as the core does, for functions that do not call it. */

import { ADJUSTABLE_CODES, REVISIONS } from "../generated/option-values.js";
import type { CaseOptions } from "../generated/types.js";
import { CASE_OPTIONS, readOptions, UNKNOWN_FIELDS } from "./options.js";

/** The allowed values of an option that is not a limit or a list of rules. */
const CHOICES: Readonly<Record<string, readonly unknown[]>> = {
  revision: REVISIONS,
  unknownFields: UNKNOWN_FIELDS,
  defaults: ["explicit", "omit"] satisfies CaseOptions["defaults"][],
};
const SETTINGS: readonly unknown[] = ["error", "warning", "off"];

/**
 * Validates options. The messages are those of the core, which has the same rules in `src/options.rs`; a test compares them.
 *
 * @throws TypeError when an option is unknown, or has an invalid value.
 */
export function requireValidOptions(options: CaseOptions | undefined): void {
  const { text } = readOptions(options);
  // As JSON, an option that is undefined is absent.
  for (const [name, value] of Object.entries(JSON.parse(text ?? "{}"))) {
    const choices = CHOICES[name];
    if (choices) {
      const quoted = choices.map((choice) => JSON.stringify(choice));
      if (!choices.includes(value)) throw expected(name, listed(quoted), JSON.stringify(value));
    } else if (name === "maxBytes") {
      const digits = JSON.stringify(value);
      if (!/^[1-9]\d*$/.test(digits)) throw expected(name, "a whole number of at least 1", digits);
    } else if (name === "rules") {
      requireRules(value);
    } else {
      throw new TypeError(`unknown option "${name}": the options are ${Object.keys(CASE_OPTIONS).join(", ")}`);
    }
  }
}

function requireRules(rules: unknown): void {
  if (typeof rules !== "object" || rules === null || Array.isArray(rules))
    throw expected("rules", "an object", JSON.stringify(rules));
  for (const [code, setting] of Object.entries(rules)) {
    if (!ADJUSTABLE_CODES.includes(code)) {
      throw new TypeError(
        `rules: the severity of "${code}" cannot be set; it can be for ${ADJUSTABLE_CODES.join(", ")}`,
      );
    }
    if (!SETTINGS.includes(setting)) {
      const received = typeof setting === "string" && setting ? setting : JSON.stringify(setting);
      throw expected(`rules.${code}`, "error, warning or off", received);
    }
  }
}

function expected(option: string, values: string, received: string): TypeError {
  return new TypeError(`${option} must be ${values}, not ${received}`);
}

/** `a, b or c`. */
function listed(values: readonly string[]): string {
  return `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}
