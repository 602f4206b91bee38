/**
 * Checks a file in a worker, so that a long one does not block the page. It ends the worker to cancel.
 *
 * In:  { file, options, language }
 * Out: { kind: "progress", read } any number of times; then one of { kind: "checked", … } · { kind: "request", text } ·
 *      { kind: "refused", why } · { kind: "failed", message }
 */
import { fieldLabel } from "../../pkg/index.js";
import { buildLineResults } from "../../pkg/lines.js";
import { catalogueOf } from "../request/catalogue.js";
import { collect } from "./outcome.js";
import { openFile, Unreadable } from "./source.js";

addEventListener("message", async ({ data: { file, options, language } }) => {
  try {
    postMessage(await check(file, { ...options, language: await catalogueOf(language) }));
  } catch (error) {
    const isRefused = error instanceof Unreadable;
    postMessage(
      isRefused ? { kind: "refused", why: error.why } : { kind: "failed", message: String(error?.message ?? error) },
    );
  }
});

async function check(file, options) {
  const source = await openFile(file, (read) => postMessage({ kind: "progress", read }));
  if (source.kind === "request") return source;
  const describe = (issue) => ({
    name: issue.name,
    label: fieldLabel(issue, options.language),
    message: issue.message,
    column: issue.span?.column,
  });
  return { kind: "checked", ...(await collect(buildLineResults(source.chunks, options), describe)) };
}
