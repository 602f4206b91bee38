/** From what the core says has changed to the fields of the next snapshot. */

import { DIRTY, EXTRA, KEPT, LEFT_OUT, TOUCHED } from "../generated/protocol.js";
import { completeIssue, type IssueFacts, type MakeMessage } from "../issues/issue.js";
import type { FieldState, Fields, FormFacts } from "./state.js";

/** What the core says of one place; see `write_field` in `src/form/view.rs`. */
interface FieldFacts {
  readonly name: string;
  readonly flags: number;
  readonly generation: number;
  readonly value?: string;
  readonly rows?: readonly number[];
  readonly json?: string;
  readonly id?: number;
  readonly issues?: readonly IssueFacts[];
  /** A 1 for each issue that is shown, a 0 for each other. */
  readonly shown?: string;
}

/** What the core says of an event. When it is whole, its fields are all there are. */
export interface Changes {
  readonly whole: boolean;
  readonly fields: readonly FieldFacts[];
  readonly form: FormFacts;
}

const NONE: readonly never[] = [];

/** The fields that have changed, or all of them when the changes are whole. Those that are as before stay the same objects. */
export function changedFields(
  before: (name: string) => FieldState | undefined,
  { fields }: Changes,
  makeMessage: MakeMessage,
): Map<string, FieldState> {
  const changed = new Map<string, FieldState>();
  for (const facts of fields) {
    const field = fieldState(facts, makeMessage);
    const old = before(field.name);
    changed.set(field.name, old !== undefined && isSame(old, field) ? old : field);
  }
  return changed;
}

function fieldState(facts: FieldFacts, makeMessage: MakeMessage): FieldState {
  const { name, flags, generation, value, rows, json, id } = facts;
  const issues = facts.issues?.map((issue) => completeIssue(issue, makeMessage)) ?? NONE;
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

/** Whether nothing differs that anybody sees. Issues are not compared: with issues a field counts as changed. */
function isSame(one: FieldState, other: FieldState): boolean {
  return (
    one.issues.length + other.issues.length === 0 &&
    one.value === other.value &&
    one.kind === other.kind &&
    one.json === other.json &&
    one.touched === other.touched &&
    one.dirty === other.dirty &&
    one.leftOut === other.leftOut &&
    one.kept === other.kept &&
    one.extra === other.extra &&
    one.id === other.id &&
    one.generation === other.generation &&
    one.rows?.join() === other.rows?.join()
  );
}

/** The same fields with their messages made anew. */
export function reworded(before: Fields, makeMessage: MakeMessage): Map<string, FieldState> {
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
