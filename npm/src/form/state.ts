/** What a form shows of itself: immutable snapshots, in which what has not changed is the same object as before. */

import type { Catalogue, Issue } from "../generated/types.js";

/** A place of a form: a field, a group of fields, a list, or a row of a list. */
export interface FieldState {
  /** The name of the input, as in `checks[0].check_type`. The request itself has the empty name. */
  readonly name: string;
  /** What kind of place it is. A row that is a group of fields is a `group` with an `id`. */
  readonly kind: "field" | "group" | "list";
  /** The text in the input, exactly as it was typed. Empty for groups and lists. */
  readonly value: string;
  /** The exact JSON, where the value was given by a program and its text alone would be read as another (`null`, say). */
  readonly json?: string;
  /** Whether the person has left it, or something in it. */
  readonly touched: boolean;
  /** Whether it is not as it was at the start. */
  readonly dirty: boolean;
  /** Whether it was told not to be part of the request. */
  readonly leftOut: boolean;
  /** Whether it is part of the request even when nothing is in it. */
  readonly kept: boolean;
  /** Whether it is a key that the API does not document. */
  readonly extra: boolean;
  /** What stays with a row wherever it moves: a key for lists in a page. Only rows have one. */
  readonly id?: string;
  /** The ids of a list's rows, in their order. Only lists have them. */
  readonly rows?: readonly string[];
  /** Counts its changes. */
  readonly generation: number;
  /** All of its own issues, errors first. What merely lacks is none before the first submit of a draft. */
  readonly issues: readonly Issue[];
  /** Those that are to be shown now. */
  readonly shown: readonly Issue[];
}

/** The form as a whole, as the core tells of it. */
export interface FormFacts {
  /** Whether a payload can be built: what is missing counts here, also in a draft; what the server said does not. */
  readonly valid: boolean;
  /** Whether something is not as it was at the start. */
  readonly dirty: boolean;
  /** Whether a field was left by the person. */
  readonly touched: boolean;
  /** How many errors `issues` has. */
  readonly errors: number;
  /** How many warnings `issues` has. */
  readonly warnings: number;
  /** How often the person wanted to submit. */
  readonly submitCount: number;
}

/** What becomes of a submit. */
export interface SubmitState {
  /** Whether a handler is at work. */
  readonly submitting: boolean;
  /** Whether the last submit came through, and nothing was changed since. */
  readonly submitted: boolean;
  /** What the last handler threw: every value is still there, and the person can try again. */
  readonly failure: unknown;
}

/** The form at one moment. It never changes; after a change there is another one. */
export interface CaseFormSnapshot extends FormFacts, SubmitState {
  /** Every place by its name, in the order of the contract, each before what is in it. */
  readonly fields: ReadonlyMap<string, FieldState>;
  /** The language of the messages. */
  readonly language: string;
  /** All issues in the order of the contract. */
  readonly issues: readonly Issue[];
  /** The issues that are to be shown now, in that order. */
  readonly shown: readonly Issue[];
}

/** Fields by their names. */
export type Fields = ReadonlyMap<string, FieldState>;

/**
 * One snapshot. Its lists of issues are made when they are first asked for.
 *
 * So is its map of fields, once there is a newer snapshot: copying a map of some hundred fields takes longer than all else
 * that a key press does, and hardly anybody looks at old snapshots. So the newest one has the map, and the one before it
 * knows what it had instead.
 */
export class Snapshot implements CaseFormSnapshot {
  readonly valid: boolean;
  readonly dirty: boolean;
  readonly touched: boolean;
  readonly errors: number;
  readonly warnings: number;
  readonly submitCount: number;
  readonly submitting: boolean;
  readonly submitted: boolean;
  readonly failure: unknown;
  readonly language: string;
  #fields: Map<string, FieldState> | undefined;
  /** Whether somebody has the map, so that it may not change any more. */
  #isSeen = false;
  #newer: { readonly snapshot: Snapshot; readonly before: Fields } | undefined;
  #issues: readonly Issue[] | undefined;
  #shown: readonly Issue[] | undefined;

  constructor(fields: Map<string, FieldState>, facts: FormFacts, submit: SubmitState, { language }: Catalogue) {
    this.#fields = fields;
    this.valid = facts.valid;
    this.dirty = facts.dirty;
    this.touched = facts.touched;
    this.errors = facts.errors;
    this.warnings = facts.warnings;
    this.submitCount = facts.submitCount;
    this.submitting = submit.submitting;
    this.submitted = submit.submitted;
    this.failure = submit.failure;
    this.language = language;
  }

  get fields(): Fields {
    this.#isSeen = true;
    return this.#map();
  }

  get issues(): readonly Issue[] {
    this.#issues ??= [...this.#map().values()].flatMap((field) => field.issues);
    return this.#issues;
  }

  get shown(): readonly Issue[] {
    this.#shown ??= [...this.#map().values()].flatMap((field) => field.shown);
    return this.#shown;
  }

  /** One field, without making anybody an owner of the map. */
  field(name: string): FieldState | undefined {
    return this.#map().get(name);
  }

  /** The snapshot after changes to fields that are all there already. */
  next(changed: Fields, facts: FormFacts, submit: SubmitState, catalogue: Catalogue): Snapshot {
    const own = this.#map();
    const fields = this.#isSeen ? new Map(own) : own;
    const before = new Map<string, FieldState>();
    for (const [name, field] of changed) {
      const old = fields.get(name);
      if (old !== undefined) before.set(name, old);
      fields.set(name, field);
    }
    const snapshot = new Snapshot(fields, facts, submit, catalogue);
    if (fields === own) {
      this.#fields = undefined;
      this.#newer = { snapshot, before };
    }
    return snapshot;
  }

  #map(): Map<string, FieldState> {
    if (this.#fields === undefined) {
      const { snapshot, before } = this.#newer as { snapshot: Snapshot; before: Fields };
      this.#fields = new Map(snapshot.#map());
      for (const [name, field] of before) this.#fields.set(name, field);
      this.#newer = undefined;
    }
    return this.#fields;
  }
}
