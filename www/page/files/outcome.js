/** Collects the results of many requests: how many there are, the first errors, and the files to download. */

/** The maximum number of errors that the page shows. The download has all. */
const SHOWN = 100;

/** How much text becomes a part of a file at once, in UTF-16 units. Parts are kept by the browser, outside of the heap. */
const PART = 1 << 20;

/** A text file that is written in parts. */
class Output {
  #parts = [];
  #texts = [];
  #length = 0;

  add(text) {
    this.#texts.push(text);
    this.#length += text.length;
    if (this.#length > PART) this.#flush();
  }

  #flush() {
    this.#parts.push(new Blob([this.#texts.join("")]));
    this.#texts = [];
    this.#length = 0;
  }

  /** The whole file. */
  finish() {
    this.#flush();
    return new Blob(this.#parts, { type: "application/x-ndjson" });
  }
}

/**
 * Collects results of `buildLineResults` or `buildRowResults`.
 * @param describe returns what the page shows of an issue
 * @returns the counts `total`, `invalid`, `warned` (valid, with warnings) and `errors`; the first errors; the request bodies, and
 *   the issues of each request that has some, as files
 */
export async function collect(results, describe) {
  const counts = { total: 0, invalid: 0, warned: 0, errors: 0 };
  const shown = [];
  const [cases, allIssues] = [new Output(), new Output()];
  for await (const result of results) {
    counts.total += 1;
    const { line, row, ok, issues = result.warnings, omitted } = result;
    if (ok) cases.add(`${result.body}\n`);
    if (issues.length === 0) continue;
    allIssues.add(`${JSON.stringify({ line, row, issues, omitted: omitted || undefined })}\n`);
    if (ok) {
      counts.warned += 1;
      continue;
    }
    counts.invalid += 1;
    const errors = issues.filter(({ severity }) => severity === "error");
    counts.errors += errors.length + omitted;
    for (const issue of errors.slice(0, SHOWN - shown.length)) shown.push({ number: row ?? line, ...describe(issue) });
  }
  return { ...counts, shown, cases: cases.finish(), issues: allIssues.finish() };
}
