/** Writes drafts: all texts of a form as one string. `src/form/draft.rs` writes the same, and `src/form/entries.rs` reads both. */

import type { FieldState } from "./state.js";

interface Entry {
  name: string;
  text?: string;
  json?: string;
  include?: "always" | "never";
  touched?: true;
}

/** Writes the draft. It works without the core, so that no text is lost if the WebAssembly has stopped. */
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
