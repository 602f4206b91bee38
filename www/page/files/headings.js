/** The headings of a table, for the question which fields they mean. Whether a table can be read, the core decides. */
/** No table of requests has more columns than that, and nobody would answer so many questions. */
const MAX = 200;

const SEPARATORS = [",", ";", "\t"];

/** The headings in the first row of a text that is not blank. */
function headingsOf(text) {
  const [line] = text.replace(/^(?:[ \t]*\r?\n)+/, "").split(/\r?\n/, 1);
  const parts = (separator) => line.replace(/"[^"]*"/g, "").split(separator).length;
  const separator = SEPARATORS.reduce((best, one) => (parts(one) > parts(best) ? one : best));
  const cells = line.matchAll(new RegExp(`(?:^|${separator})(?:"((?:[^"]|"")*)"|([^${separator}]*))`, "g"));
  return Array.from(cells, ([, quoted, plain]) => (quoted?.replaceAll('""', '"') ?? plain).trim()).filter(Boolean);
}

/**
 * Reads the headings of a table.
 * @param text the beginning of the table @param template that of the package
 * @returns `names`: those of the fields that a column can have; `others`: the other headings, each once;
 *   `isTable`: whether one of them is
 */
export function readHeadings(text, template) {
  const names = template.trim().split(",");
  const headings = headingsOf(text);
  const others = headings.filter((heading) => !names.includes(heading.replace(/\[\d+\]/g, "[0]")));
  return {
    names,
    others: headings.length > MAX ? [] : [...new Set(others)],
    isTable: others.length < headings.length,
  };
}
