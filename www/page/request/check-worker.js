/**
 * Runs the package in a worker, so that long texts do not block the page.
 *
 * In:  { kind: "check", generation, text, options, language } · { kind: "more", generation, from }
 * Out: { kind: "checked", generation, … } · { kind: "more", generation, from, issues }
 *      · { kind: "failed", generation, message }
 */
import { buildPayload } from "../../pkg/index.js";
import { toUtf16Ranges } from "../formats/positions.js";
import { catalogueOf } from "./catalogue.js";

/** The codes of missing fields. A request without other errors is incomplete, not invalid. */
const MISSING = new Set(["required", "required_one_of"]);

/** The number of issues that are sent to the page at once. */
const PAGE = 50;

/** The issues of the latest text. The page requests more of them when the user wants to see them. */
let latest = { generation: -1, issues: [] };

addEventListener("message", async ({ data }) => {
  if (data.kind === "more") {
    if (data.generation !== latest.generation) return;
    const { generation, issues } = latest;
    postMessage({ kind: "more", generation, from: data.from, issues: issues.slice(data.from, data.from + PAGE) });
    return;
  }
  try {
    check(data, await catalogueOf(data.language));
  } catch (error) {
    postMessage({ kind: "failed", generation: data.generation, message: String(error?.message ?? error) });
  }
});

function check({ generation, text, options }, language) {
  const result = buildPayload(text, { ...options, language });
  const listed = result.ok ? result.warnings : result.issues;
  const noSpan = { start: 0, end: 0 };
  const ranges = toUtf16Ranges(
    text,
    listed.map((issue) => issue.span ?? noSpan),
  );
  const issues = listed.map((issue, index) => (issue.span ? { ...issue, range: ranges[index] } : issue));
  latest = { generation, issues };
  const errors = issues.filter((issue) => issue.severity === "error").length;
  const highlights = packPositions(issues);
  postMessage(
    {
      kind: "checked",
      generation,
      issues: issues.slice(0, PAGE),
      total: issues.length,
      errors,
      incomplete: !result.ok && issues.every(({ severity, code }) => severity === "warning" || MISSING.has(code)),
      warnings: issues.length - errors,
      omitted: result.omitted ?? 0,
      highlights,
      body: result.ok ? result.body : undefined,
      bytes: result.ok ? new TextEncoder().encode(result.body).length : 0,
      defaulted: result.ok ? result.defaulted : [],
    },
    [highlights.buffer],
  );
}

/** The positions of all issues as four numbers each: line, start, end, and 1 for an error. */
function packPositions(issues) {
  const placed = issues.filter((issue) => issue.range);
  const highlights = new Uint32Array(placed.length * 4);
  placed.forEach((issue, index) => {
    highlights.set(
      [issue.span.line, issue.range.start, issue.range.end, issue.severity === "error" ? 1 : 0],
      index * 4,
    );
  });
  return highlights;
}
