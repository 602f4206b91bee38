/** The attributes of the input of a field. */

import { CONSTRAINTS } from "../generated/constraints.js";
import type { CaseFieldPath, FieldKind, Issue } from "../generated/types.js";
import { fieldOf, segmentsOf } from "../issues/paths.js";
import type { FieldState } from "./state.js";

/**
 * The attributes of an input, with the names that most frameworks use, and the ids and issues around it. There is no
 * `maxlength`: it counts UTF-16 units, so it would prevent texts that the API accepts.
 */
export interface FieldProps {
  /** The attributes of the input. */
  readonly input: {
    readonly id: string;
    readonly name: string;
    /** The text as it was typed. */
    readonly value: string;
    /** For a checkbox: whether the value is true. Without a value the default of the API applies. Undefined for other kinds. */
    readonly checked: boolean | undefined;
    readonly "aria-invalid": "true" | undefined;
    /** The id of the hint, and that of the issues if there are any. */
    readonly "aria-describedby": string;
    readonly "aria-required": "true" | undefined;
    readonly inputMode: "numeric" | "url" | undefined;
    readonly autoComplete: "off";
    readonly spellCheck: false | undefined;
    readonly pattern: string | undefined;
  };
  /** The kind of the field in the field table. */
  readonly kind: FieldKind;
  /** The path of the field in the field table, such as `checks[].check_type`. */
  readonly path: CaseFieldPath;
  /** The id to use for the element with the hint. */
  readonly hintId: string;
  /** The id to use for the element with the issues. */
  readonly issuesId: string;
  /** The minimum of a number; undefined if there is none. A string if a number cannot represent it exactly. */
  readonly min: number | string | undefined;
  /** The maximum of a number. */
  readonly max: number | string | undefined;
  /** The issues to show now, errors first. */
  readonly issues: readonly Issue[];
  /** The state of the field. */
  readonly state: FieldState;
}

const cache = new WeakMap<FieldState, FieldProps>();

/**
 * The attributes of a field. The same object for the same state.
 *
 * @param idPrefix of the form. It is the same for all states of a form.
 */
export function fieldProps(state: FieldState, idPrefix: string): FieldProps {
  const known = cache.get(state);
  if (known !== undefined) return known;
  const props = makeProps(state, idPrefix);
  cache.set(state, props);
  return props;
}

function makeProps(state: FieldState, idPrefix: string): FieldProps {
  const path = fieldOf(segmentsOf(state.name)) as CaseFieldPath;
  const [kind, isRequired, min, max] = CONSTRAINTS[path] ?? (["json", false] as const);
  // `case-checks-0-check_type` for `checks[0].check_type`
  const id = `${idPrefix}-${state.name.replace(/[^\w]+/g, "-").replace(/-$/, "")}`;
  const isInvalid = state.shown.some(({ severity }) => severity === "error");
  return {
    input: {
      id,
      name: state.name,
      value: state.value,
      checked: kind === "boolean" ? /^(on|true|1|)$/.test(state.value.trim()) : undefined,
      "aria-invalid": isInvalid ? "true" : undefined,
      "aria-describedby": state.shown.length > 0 ? `${id}-hint ${id}-issues` : `${id}-hint`,
      "aria-required": isRequired ? "true" : undefined,
      // The numeric keyboard of an iPhone has no minus.
      inputMode: kind === "integer" ? (Number(min) < 0 ? undefined : "numeric") : kind === "url" ? "url" : undefined,
      autoComplete: "off",
      spellCheck: kind === "text" || kind === "json" ? undefined : false,
      // White space around a text is trimmed.
      pattern: kind === "slug" ? "\\s*[\\-A-Za-z0-9_]*\\s*" : undefined,
    },
    kind,
    path,
    hintId: `${id}-hint`,
    issuesId: `${id}-issues`,
    min,
    max,
    issues: state.shown,
    state,
  };
}
