/** From the changes that the core reports to the fields of the next snapshot. */

import { DIRTY, EXTRA, KEPT, LEFT_OUT, TOUCHED } from "../generated/protocol.js";
import { completeIssues, type IssueFacts, type MakeMessage } from "../issues/issue.js";
import type { FieldState, Fields, FormState } from "./state.js";

/** A place as the core writes it; see `write_field` in `src/form/view.rs`. */
interface FieldFacts {
  readonly name: string;
  readonly flags: number;
  readonly generation: number;
  readonly value?: string;
  readonly rows?: readonly number[];
  readonly json?: string;
  readonly id?: number;
  readonly issues?: IssueFacts;
  /** For each issue a 1 if it is shown, else a 0. */
  readonly shown?: string;
}

/** The changes after an event. */
export interface Changes {
  /** Whether `fields` has all places of the form, not only those that have changed. */
  readonly whole: boolean;
  readonly fields: readonly FieldFacts[];
  readonly form: FormState;
}

/** The properties by which two states without issues differ. */
const COMPARED = [
  "value",
  "kind",
  "json",
  "touched",
  "dirty",
  "leftOut",
  "kept",
  "extra",
  "id",
  "generation",
] as const satisfies readonly (keyof FieldState)[];

const NO_ISSUES: readonly never[] = [];

/** The fields that have changed. A field whose new state equals the old one stays the same object. */
export function changedFields(
  before: (name: string) => FieldState | undefined,
  { fields }: Changes,
  makeMessage: MakeMessage,
): Map<string, FieldState> {
  const changed = new Map<string, FieldState>();
  for (const facts of fields) {
    const field = fieldState(facts, makeMessage);
    const old = before(field.name);
    changed.set(field.name, old !== undefined && isEqual(old, field) ? old : field);
  }
  return changed;
}

function fieldState(facts: FieldFacts, makeMessage: MakeMessage): FieldState {
  const { name, flags, generation, value, rows, json, id } = facts;
  const issues = facts.issues === undefined ? NO_ISSUES : completeIssues(facts.issues, 0, makeMessage);
  return {
    name,
    kind: value !== undefined ? "field" : rows !== undefined ? "list" : "group",
    value: value ?? "",
    ...(json !== undefined && { json }),
    touched: (flags & TOUCHED) !== 0,
    dirty: (flags & DIRTY) !== 0,
    leftOut: (flags & LEFT_OUT) !== 0,
    kept: (flags & KEPT) !== 0,
    extra: (flags & EXTRA) !== 0,
    ...(id !== undefined && { id: rowId(id) }),
    ...(rows !== undefined && { rows: rows.map(rowId) }),
    generation,
    issues,
    shown: issues.filter((_, index) => facts.shown?.[index] === "1"),
  };
}

const rowId = (id: number): string => `r${id}`;

/** Whether two states are equal. Issues are not compared: a field with issues counts as changed. */
function isEqual(one: FieldState, other: FieldState): boolean {
  return (
    one.issues.length + other.issues.length === 0 &&
    COMPARED.every((key) => one[key] === other[key]) &&
    one.rows?.join() === other.rows?.join()
  );
}

/** The same fields with new messages, after the language has changed. */
export function withMessages(before: Fields, makeMessage: MakeMessage): Map<string, FieldState> {
  const after = new Map<string, FieldState>();
  for (const [name, field] of before) {
    const issues = field.issues.map((issue) =>
      issue.source === "core" ? { ...issue, message: makeMessage(issue) } : issue,
    );
    const shown = issues.filter((_, index) => field.shown.includes(field.issues[index] as never));
    after.set(name, field.issues.length === 0 ? field : { ...field, issues, shown });
  }
  return after;
}
