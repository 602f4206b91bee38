/** The results of rows. */

import type { BuildFailure, BuiltPayload, Catalogue, Issue } from "../generated/types.js";
import { readBuild } from "../request/results.js";
import type { RowAnswer } from "./reader.js";

/** The cell of a row that an issue is about. */
export interface Cell {
  /** The number of its column, from 1. */
  readonly column: number;
  /** The heading of the column; empty if it has none. */
  readonly heading: string;
  /** Its text; of one with more than 500 characters the first ones, and "…". */
  readonly text: string;
}

/** An issue of a row. Its path is that of the request which the row means. */
export type RowIssue = Issue & {
  /** The cell that it is about, unless it is about the whole row. */
  readonly cell?: Cell;
};

/** Where a row is. */
export interface RowPlace {
  /** The number of its first line in the text, from 1. A cell can have several lines. */
  readonly line: number;
  /** The number of the row, from 1 for the first one, which has the headings. Blank rows count. */
  readonly row: number;
}

/** The payload of a row without errors. */
export type BuiltRow = RowPlace & Omit<BuiltPayload, "warnings"> & { readonly warnings: RowIssue[] };

/** The issues of a row that has no payload. */
export type RowFailure = RowPlace &
  Omit<BuildFailure, "issues" | "errors" | "warnings"> & {
    readonly issues: RowIssue[];
    readonly errors: RowIssue[];
    readonly warnings: RowIssue[];
  };

/** The result of one row. */
export type RowResult = BuiltRow | RowFailure;

/** Completes the result of a row. */
export function readRow({ row, line, parts, cells }: RowAnswer, catalogue: Catalogue): RowResult {
  const built = readBuild(parts, catalogue);
  const issues: RowIssue[] = built.ok ? built.warnings : built.issues;
  issues.forEach((issue, index) => {
    const [column, heading, text] = cells[index] || [];
    if (column !== undefined) Object.assign(issue, { cell: { column, heading, text } });
  });
  return Object.defineProperties({ line, row }, Object.getOwnPropertyDescriptors(built)) as RowResult;
}
