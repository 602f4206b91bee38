/**
 * Checks a file in a worker, so that a long one does not block the page. It ends the worker to cancel.
 *
 * In:  { file, options, language }; the options are those of `buildRowResults`
 * Out: { kind: "progress", read } any number of times; then one of { kind: "checked", … } · { kind: "request", text } ·
 *      { kind: "refused", why, … } · { kind: "failed", message }
 */

import { fieldLabel } from "../../pkg/index.js";
import { buildLineResults } from "../../pkg/lines.js";
import { catalogueOf } from "../request/catalogue.js";
import { readHeadings } from "./headings.js";
import { collect } from "./outcome.js";
import { openFile, Unreadable } from "./source.js";
import { loadTables } from "./tables.js";

/** The results of each kind of file; `unit` is the key of what its places are counted in, `leftOut` the headings of unused columns. */
const READERS = { lines: readLines, rows: readRows };

addEventListener("message", async ({ data: { file, options, language } }) => {
  try {
    postMessage(await check(file, { ...options, language: await catalogueOf(language) }));
  } catch (error) {
    const isRefused = error instanceof Unreadable;
    postMessage(
      isRefused
        ? { kind: "refused", why: error.why, ...error.details }
        : { kind: "failed", message: String(error?.message ?? error) },
    );
  }
});

async function check(file, options) {
  const source = await openFile(file, (read) => postMessage({ kind: "progress", read }));
  if (source.kind === "request") return source;
  const describe = ({ name, message, path, span, cell }) => ({
    name,
    label: fieldLabel({ path }, options.language),
    message,
    // A column without a heading has its number.
    column: cell ? cell.heading || cell.column : span?.column,
  });
  const { unit, results, leftOut } = await READERS[source.kind](source, options);
  return { kind: "checked", unit, leftOut, ...(await collect(results, describe)) };
}

function readLines({ chunks }, { map, ...options }) {
  return { unit: "file_line", results: buildLineResults(chunks, options), leftOut: [] };
}

async function readRows({ chunks, text, isNamed }, { map, ...options }) {
  const { buildRowResults, csvTemplate } = await loadTables();
  const headings = readHeadings(text, csvTemplate({ revision: options.revision }));
  // The same file may have got other columns.
  const used = Object.entries(map).filter(([heading]) => headings.others.includes(heading));
  const results = buildRowResults(chunks, { ...options, map: Object.fromEntries(used) });
  const leftOut = used.filter(([, field]) => field === "").map(([heading]) => heading);
  return { unit: "file_row", results: refusing(results, headings, isNamed), leftOut };
}

/** What is wrong with the headings is a question to the user: no row is to blame for it. */
async function* refusing(results, { names, others, isTable }, isNamed) {
  try {
    yield* results;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    if (!isTable && !isNamed) throw new Unreadable("file_other");
    throw new Unreadable("file_headings", { message: error.message, names, others });
  }
}
