/** The state of a form: immutable snapshots, in which a field that has not changed is the same object as before. */

import type { Catalogue, Issue } from "../generated/types.js";

/** A place of a form: a field, a group of fields, a list, or a row of a list. */
export interface FieldState {
  /** The name of the input, such as `checks[0].check_type`. The request itself has the empty name. */
  readonly name: string;
  /** The kind of place. A row that is a group of fields is a `group` with an `id`. */
  readonly kind: "field" | "group" | "list";
  /** The text in the input, exactly as it was typed. Empty for groups and lists. */
  readonly value: string;
  /** The exact JSON, if a program has set a value that its text alone does not express, such as `null`. */
  readonly json?: string;
  /** Whether the user has left it, or a field within it. */
  readonly touched: boolean;
  /** Whether it differs from the initial request. */
  readonly dirty: boolean;
  /** Whether it is left out of the request (`include` was called with `never`). */
  readonly leftOut: boolean;
  /** Whether it is part of the request even if it is empty (`include` was called with `always`). */
  readonly kept: boolean;
  /** Whether it is an unknown field. */
  readonly extra: boolean;
  /** The id of a row, which stays the same when the row moves: a key for rendering lists. Only rows have one. */
  readonly id?: string;
  /** The ids of the rows of a list, in their order. Only lists have them. */
  readonly rows?: readonly string[];
  /** The number of the asynchronous check that began last; 0 if none has begun since the field changed. */
  readonly generation: number;
  /** All issues of the place itself, errors first. In a draft, missing fields are not reported before the first submit. */
  readonly issues: readonly Issue[];
  /** The issues to show now. */
  readonly shown: readonly Issue[];
}

/** The state of the form as a whole, as the core reports it. */
export interface FormState {
  /** Whether a payload can be built. Missing fields count here, also in a draft; issues from the API do not. */
  readonly valid: boolean;
  /** Whether a field differs from the initial request. */
  readonly dirty: boolean;
  /** Whether the user has left a field. */
  readonly touched: boolean;
  /** The number of errors in `issues`. */
  readonly errors: number;
  /** The number of warnings in `issues`. */
  readonly warnings: number;
  /** How many times the user has tried to submit. */
  readonly submitCount: number;
}

/** The state of submitting. */
export interface SubmitState {
  /** Whether a handler is running. */
  readonly submitting: boolean;
  /** Whether the last submit succeeded and nothing has changed since. */
  readonly submitted: boolean;
  /** The error that the last handler threw; undefined if it did not throw. */
  readonly failure: unknown;
  /** Whether the last submit may or may not have created a case. It stays until the next submit or `reset`. */
  readonly outcomeUnknown: boolean;
}

/** The form at one moment. It never changes; after each change there is a new one. */
export interface CaseFormSnapshot extends FormState, SubmitState {
  /** Every place by its name, in the order of the field table, each before the places within it. */
  readonly fields: ReadonlyMap<string, FieldState>;
  /** The language of the messages. */
  readonly language: string;
  /** All issues, in the order of the fields. */
  readonly issues: readonly Issue[];
  /** The issues to show now, in the same order. */
  readonly shown: readonly Issue[];
}

/** Fields by their names. */
export type Fields = ReadonlyMap<string, FieldState>;

/**
 * The fields of one snapshot.
 *
 * Copying a map of hundreds of fields would take longer than everything else after a key press, and old snapshots are rarely
 * read. So the newest snapshot takes over the map, and the one before it only keeps the fields that have changed since.
 */
export class FieldMap {
  #fields: Map<string, FieldState> | undefined;
  /** Whether the map was handed out, so that it may no longer change. */
  #isShared = false;
  #newer: { readonly map: FieldMap; readonly before: Fields } | undefined;

  constructor(fields: Map<string, FieldState>) {
    this.#fields = fields;
  }

  /** The map, which is handed out. */
  share(): Fields {
    this.#isShared = true;
    return this.#map();
  }

  /** One field, without handing out the map. */
  get(name: string): FieldState | undefined {
    return this.#map().get(name);
  }

  /** All fields, without handing out the map. */
  values(): FieldState[] {
    return [...this.#map().values()];
  }

  /** The fields after changes to existing ones. */
  next(changed: Fields): FieldMap {
    const own = this.#map();
    const fields = this.#isShared ? new Map(own) : own;
    const before = new Map<string, FieldState>();
    for (const [name, field] of changed) {
      const old = fields.get(name);
      if (old !== undefined) before.set(name, old);
      fields.set(name, field);
    }
    const map = new FieldMap(fields);
    if (fields === own) {
      this.#fields = undefined;
      this.#newer = { map, before };
    }
    return map;
  }

  #map(): Map<string, FieldState> {
    if (this.#fields === undefined) {
      const { map, before } = this.#newer as { map: FieldMap; before: Fields };
      this.#fields = new Map(map.#map());
      for (const [name, field] of before) this.#fields.set(name, field);
      this.#newer = undefined;
    }
    return this.#fields;
  }
}

/**
 * Makes a snapshot, whose map and arrays are made on first use. It is a plain object whose getters do not need `this`, so that
 * frameworks can proxy it (Vue, Pinia) and programs can spread it.
 */
export function makeSnapshot(
  map: FieldMap,
  { valid, dirty, touched, errors, warnings, submitCount }: FormState,
  submit: SubmitState,
  { language }: Catalogue,
): CaseFormSnapshot {
  let issues: readonly Issue[] | undefined;
  let shown: readonly Issue[] | undefined;
  return {
    valid,
    dirty,
    touched,
    errors,
    warnings,
    submitCount,
    ...submit,
    language,
    get fields() {
      return map.share();
    },
    get issues() {
      issues ??= map.values().flatMap((field) => field.issues);
      return issues;
    },
    get shown() {
      shown ??= map.values().flatMap((field) => field.shown);
      return shown;
    },
  };
}
