/** The quick cells of the matrix. `make matrix` runs all. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { CELLS } from "./matrix/cells/index.mjs";
import { closeBrowser } from "./matrix/checks/browser.mjs";
import { runCell } from "./matrix/checks/cell.mjs";
import { expectedAnswer } from "./matrix/checks/expected.mjs";

const QUICK = ["typescript-5.9", "rollup", "esbuild", "page", "extension"];

const expected = expectedAnswer();
after(closeBrowser);

for (const name of QUICK) {
  test(name, async () => {
    const cell = CELLS.find((one) => one.name === name);
    const failures = [];
    for await (const { what, error } of runCell(cell, expected))
      if (error !== undefined) failures.push(`${what}: ${error}`);
    assert.deepEqual(failures, []);
  });
}
