/** The installed package in test runners, with no configuration for it. */

import { join } from "node:path";
import { after, test } from "node:test";
import { projectWith, remove, run } from "./packed.mjs";
import { ANSWER, IMPORT, PRINT, REQUIRE } from "./program.mjs";

const CHECK = `test("the package", () => { ${PRINT} expect(answer).toBe(${JSON.stringify(ANSWER)}); });`;
const project = projectWith({
  "vitest/a.test.js": `import { expect, test } from "vitest"; ${IMPORT} ${CHECK}`,
  "jest/package.json": '{ "private": true }',
  "jest/node.test.js": `${REQUIRE} ${CHECK}`,
  "jest/page.test.js": `/** @jest-environment jsdom */
    ${REQUIRE} ${CHECK}
    test("has no text coders, which is why it is here", () => expect(typeof TextEncoder).toBe("undefined"));`,
});
after(() => remove(project));

test("Vitest", () => {
  run(join(project, "vitest"), "npx", "--no-install", "vitest", "run");
});

test("Jest, in Node and in jsdom", () => {
  run(join(project, "jest"), "npx", "--no-install", "jest");
});
