/**
 * The corpus in Chromium: the built package must give, byte for byte, what the crate gave natively
 * (`target/corpus/native.json`, which `cargo test --test core corpus` writes), and for the inputs only
 * JavaScript can have, what the corpus itself says.
 */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { root, useBrowser } from "./open.mjs";
import { MOUNTS } from "./static-server.mjs";

// The `js` cases are expressions to evaluate, which the page's own policy rightly forbids.
const used = useBrowser({
  mounts: { ...MOUNTS, "/": `${root}tests/browser/corpus-page` },
  policy: "default-src 'none'; script-src 'self' 'unsafe-eval'",
});

/** Lists beyond this are shortened in the message of a failure. */
const SHOWN_FAILURES = 20;

const cases = [];
let native;
let runs;
let posted;
let postedRuns;
const tables = [];
let nativeTables;
let tableRuns;

before(async () => {
  for (const file of (await readdir(`${root}tests/corpus`)).filter((name) => name.endsWith(".json"))) {
    cases.push(...JSON.parse(await readFile(`${root}tests/corpus/${file}`, "utf8")).cases);
  }
  native = JSON.parse(
    await readFile(`${root}target/corpus/native.json`, "utf8").catch(() => {
      throw new Error("target/corpus/native.json is missing: `cargo test --test core corpus` writes it");
    }),
  );
  const { server, browser } = await used.start();
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.waitForFunction(() => window.runCorpus !== undefined);
  // As text: keys such as `__proto__` would not survive the way as an object.
  runs = JSON.parse(
    await page.evaluate((text) => JSON.stringify(window.runCorpus(JSON.parse(text))), JSON.stringify(cases)),
  );
  posted = JSON.parse(await readFile(`${root}tests/posted-forms.json`, "utf8")).cases;
  postedRuns = await page.evaluate((forms) => window.runPosted(forms), posted);
  for (const file of await readdir(`${root}tests/corpus/tables`))
    tables.push(...JSON.parse(await readFile(`${root}tests/corpus/tables/${file}`, "utf8")).tables);
  nativeTables = JSON.parse(await readFile(`${root}target/corpus/tables.json`, "utf8"));
  tableRuns = await page.evaluate((all) => window.runTables(all), tables);
  await page.close();
});

const without = (issue, ...members) =>
  Object.fromEntries(Object.entries(issue).filter(([key]) => !members.includes(key)));

/** Asserts for each run and lists all that fail, not the first. */
function forEachRun(kinds, check) {
  const chosen = runs.filter(({ kind }) => kinds.includes(kind));
  const failures = [];
  for (const run of chosen) {
    try {
      assert.equal(run.thrown, undefined);
      check(run);
    } catch (error) {
      failures.push(`${run.name} as ${run.kind}: ${error.message}`);
    }
  }
  const shown = failures.slice(0, SHOWN_FAILURES).join("\n\n");
  assert.equal(failures.length, 0, `${failures.length} of ${chosen.length} runs differ:\n${shown}`);
  return chosen.length;
}

const asNative = ({ issues, omitted, payload, defaulted }) => ({ issues, omitted, payload, defaulted });

test("text and bytes give what they give natively, places included", (t) => {
  const count = forEachRun(["text", "bytes"], ({ name, result }) => {
    assert.ok(native[name], "native.json does not have this case: it is older than the corpus");
    assert.deepEqual(asNative(result), native[name]);
  });
  t.diagnostic(`${count} runs`);
  assert.ok(count >= 300);
});

test("objects, and their text, give what they give natively", (t) => {
  // Natively a `value` is read as it stands in the corpus, white space included: its places are its own.
  const placeless = (outcome) => ({ ...outcome, issues: outcome.issues.map((issue) => without(issue, "span")) });
  const count = forEachRun(["object", "stringified"], ({ name, kind, result }) => {
    if (kind === "object")
      assert.deepEqual(
        result.issues.filter((issue) => issue.span),
        [],
      );
    else
      assert.deepEqual(
        result.issues.filter((issue) => !issue.span),
        [],
      );
    assert.deepEqual(placeless(asNative(result)), placeless(native[name]));
  });
  t.diagnostic(`${count} runs`);
  assert.ok(count >= 150);
});

test("values that only JavaScript has give what the corpus says", (t) => {
  const expectations = new Map(cases.map((one) => [one.name, one]));
  const count = forEachRun(["js"], ({ name, result }) => {
    const expected = expectations.get(name);
    const members = (issue, model) => Object.fromEntries(Object.keys(model).map((key) => [key, issue?.[key]]));
    assert.equal(result.issues.length, expected.issues.length, JSON.stringify(result.issues));
    assert.deepEqual(
      result.issues.map((issue, index) => members(issue, expected.issues[index])),
      expected.issues,
    );
    assert.equal(result.payload, expected.payload ?? null);
    if (expected.defaulted) assert.deepEqual(result.defaulted, expected.defaulted);
  });
  t.diagnostic(`${count} runs`);
  assert.ok(count >= 20);
});

test("validate and buildPayload say the same", () => {
  forEachRun(["text", "bytes", "object", "stringified", "js"], ({ result }) => {
    assert.deepEqual(result.checked.issues, result.issues);
    assert.equal(result.checked.valid, result.payload !== null);
  });
});

test("every case was run", () => {
  const ran = new Set(runs.map(({ name }) => name));
  assert.deepEqual(
    cases.map(({ name }) => name).filter((name) => !ran.has(name)),
    [],
  );
  assert.deepEqual(
    Object.keys(native).filter((name) => !ran.has(name)),
    [],
    "native.json has cases that are gone",
  );
});

test("tables give what they give natively", () => {
  for (const [index, { name }] of tables.entries()) assert.deepEqual(tableRuns[index], nativeTables[name], name);
  assert.equal(tables.length, Object.keys(nativeTables).length);
});

test("posted forms make the same bodies and issues", () => {
  for (const [index, { name, body, issues }] of posted.entries())
    assert.deepEqual(postedRuns[index], body ?? issues, name);
});
