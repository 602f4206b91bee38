/**
 * `make matrix` or `node tests/packaging/matrix/run.mjs [CELL…]`: runs the package in every tool and host of `cells/`, one after the
 * other, and writes the results to `docs/matrix.md`. `--list` prints the names. Needs the built package (`make pkg`).
 */
import { CELLS } from "./cells/index.mjs";
import { closeBrowser } from "./checks/browser.mjs";
import { runCell } from "./checks/cell.mjs";
import { expectedAnswer } from "./checks/expected.mjs";
import { writeTable } from "./table.mjs";

const names = process.argv.slice(2);
if (names.includes("--list")) {
  for (const { name, checks } of CELLS) console.log(`${name.padEnd(20)} ${checks.map(({ what }) => what).join(", ")}`);
  process.exit();
}
const unknown = names.filter((name) => !CELLS.some((cell) => cell.name === name));
if (unknown.length > 0) {
  console.error(`no such cell: ${unknown.join(", ")}. The cells are: ${CELLS.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}

const chosen = CELLS.filter(({ name }) => names.length === 0 || names.includes(name));
const expected = expectedAnswer();
const results = [];
for (const [index, cell] of chosen.entries()) {
  console.log(`[${index + 1}/${chosen.length}] ${cell.name}`);
  for await (const result of runCell(cell, expected)) {
    results.push(result);
    const { what, error, seconds } = result;
    console.log(`  ${error === undefined ? "ok    " : "FAILED"} ${what} (${seconds} s)`);
    if (error !== undefined) console.log(error.replace(/^/gm, "    | "));
  }
}
await closeBrowser();
writeTable(CELLS, results);

const failed = results.filter(({ error }) => error !== undefined);
console.log(`\n${results.length - failed.length} of ${results.length} checks passed; docs/matrix.md has the table.`);
for (const { cell, what } of failed) console.log(`FAILED: ${cell}: ${what}`);
process.exit(failed.length === 0 ? 0 : 1);
