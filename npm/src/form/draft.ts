/** A draft: everything that was typed, as a text to keep. `src/form/draft.rs` writes the same, and `entries.rs` reads both. */

import type { FieldState } from "./state.js";

interface Entry {
  name: string;
  text?: string;
  json?: string;
  include?: "always" | "never";
  touched?: true;
}

/** Writes the draft. It needs no core, so that what was typed can be saved from one that has stopped. */
export function writeDraft(fields: ReadonlyMap<string, FieldState>): string {
  const entries: Entry[] = [];
  for (const field of fields.values()) {
    const { name, kind, value, json, kept, leftOut, touched, id, extra } = field;
    const isTouched = touched && kind === "field";
    if (
      name === "" ||
      (value === "" && json === undefined && id === undefined && !kept && !leftOut && !isTouched && !extra)
    )
      continue;
    const entry: Entry = { name };
    if (kind === "field") entry.text = value;
    if (json !== undefined) entry.json = json;
    if (kept) entry.include = "always";
    if (leftOut) entry.include = "never";
    if (isTouched) entry.touched = true;
    entries.push(entry);
  }
  return JSON.stringify({ version: 1, entries });
}
