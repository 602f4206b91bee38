/** What an input needs to be the field of a form. */

import { CONSTRAINTS } from "../generated/constraints.js";
import type { CaseFieldPath, FieldKind, Issue } from "../generated/types.js";
import { fieldOf, stepsOf } from "../issues/paths.js";
import type { FieldState } from "./state.js";

/**
 * The attributes of an input, for any framework that sets properties or attributes by these names, and what goes around it.
 * There is no `maxlength`: it counts UTF-16 units, and would keep a person from typing what the server takes.
 */
export interface FieldProps {
  /** The attributes. */
  readonly input: {
    readonly id: string;
    readonly name: string;
    /** The text as it was typed. */
    readonly value: string;
    readonly "aria-invalid": "true" | undefined;
    /** The hint first, then the issues, while there are some. */
    readonly "aria-describedby": string;
    readonly "aria-required": "true" | undefined;
    readonly inputMode: "numeric" | "url" | undefined;
    readonly autoComplete: "off";
    readonly spellCheck: false | undefined;
    readonly pattern: string | undefined;
  };
  /** What the field holds, as the field table says it. */
  readonly kind: FieldKind;
  /** The row of the field table, as `checks[].check_type`. */
  readonly path: CaseFieldPath;
  /** The id for the element with the hint. */
  readonly hintId: string;
  /** The id for the element with the issues. */
  readonly issuesId: string;
  /** The least and the greatest number, where there are such. */
  readonly min: number | string | undefined;
  readonly max: number | string | undefined;
  /** The issues to show now, errors first. */
  readonly issues: readonly Issue[];
  /** The whole state of the field. */
  readonly state: FieldState;
}

const made = new WeakMap<FieldState, FieldProps>();

/** The properties of a field; for the same state always the same object. */
export function fieldProps(state: FieldState): FieldProps {
  const known = made.get(state);
  if (known !== undefined) return known;
  const props = makeProps(state);
  made.set(state, props);
  return props;
}

function makeProps(state: FieldState): FieldProps {
  const path = fieldOf(stepsOf(state.name)) as CaseFieldPath;
  const [kind, isRequired, min, max] = CONSTRAINTS[path] ?? (["json", false] as const);
  const id = idOf(state.name);
  const isInvalid = state.shown.some(({ severity }) => severity === "error");
  return {
    input: {
      id,
      name: state.name,
      value: state.value,
      "aria-invalid": isInvalid ? "true" : undefined,
      "aria-describedby": state.shown.length > 0 ? `${id}-hint ${id}-issues` : `${id}-hint`,
      "aria-required": isRequired ? "true" : undefined,
      inputMode: kind === "integer" ? "numeric" : kind === "url" ? "url" : undefined,
      autoComplete: "off",
      spellCheck: kind === "text" || kind === "json" ? undefined : false,
      pattern: kind === "slug" ? "[\\-A-Za-z0-9_]+" : undefined,
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

/** A name as an id: `checks[0].check_type` as `case-checks-0-check_type`. */
export function idOf(name: string): string {
  return `case-${name.replace(/[^\w]+/g, "-").replace(/-$/, "")}`;
}
