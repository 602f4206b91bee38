/** The package of `wasm-pack build --target web` in Chromium, on the corpus. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { useBrowser } from "../browser/open.mjs";
import { build, root } from "./build.mjs";

const folder = build("web", "browser");
const used = useBrowser({
  mounts: { "/": `${root}tests/wasm-pack/page`, "/pkg/": folder, "/tests/": `${root}tests/wasm-pack` },
  // The cases in JavaScript are expressions to evaluate.
  policy: "default-src 'none'; connect-src 'self'; img-src data:; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'",
});

test("the corpus gives the same issues and payloads in Chromium", async () => {
  const files = readdirSync(`${root}tests/corpus`).filter((name) => name.endsWith(".json"));
  const cases = files.flatMap((name) => JSON.parse(readFileSync(`${root}tests/corpus/${name}`, "utf8")).cases);
  const { server, browser } = await used.start();
  const page = await browser.newPage();
  page.on("pageerror", (error) => assert.fail(error.stack));
  await page.goto(server.url);
  await page.waitForFunction(() => window.runCorpus !== undefined);
  // As text: keys such as `__proto__` would not survive the way as an object. BigInts have no JSON.
  const text = await page.evaluate((text) => {
    const digits = (_, value) => (typeof value === "bigint" ? `${value}n` : value);
    return JSON.stringify(window.runCorpus(JSON.parse(text)), digits);
  }, JSON.stringify(cases));
  const runs = JSON.parse(text);
  assert.ok(runs.length >= 300, `only ${runs.length} runs`);

  const expected = new Map(cases.map((entry) => [entry.name, entry]));
  for (const { name, kind, outcome, thrown } of runs) {
    const { issues, payload = null } = expected.get(name);
    assert.equal(thrown, undefined, `${name} (${kind})`);
    assert.deepEqual(
      outcome.issues.map(({ code, path }) => [code, path]),
      issues.map(({ code, path }) => [code, path]),
      `${name} (${kind})`,
    );
    assert.equal(outcome.body, payload, `${name} (${kind})`);
    assert.deepEqual(outcome.builtIssues, outcome.issues, `${name} (${kind})`);
  }
});
