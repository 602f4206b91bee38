/** "Check a file": a file that is chosen or dropped, what is wrong in it, and what can be downloaded. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { csvTemplate } from "../../pkg/dist/csv.js";
import { axeFinds } from "./axe.mjs";
import { onlyInChromium } from "./engines/index.mjs";
import { LOOKS, openPage, screenshots, settled, useBrowser } from "./open.mjs";

const used = useBrowser();

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "sphinx-case-files-"));
});
after(() => rm(folder, { recursive: true }));

const VALID = '{"customer":{"full_name":"Zoë Müller"},"case_config":"kyb"}';
const BODY = '{"customer":{"full_name":"Zoë Müller"},"delete_after":-1,"case_config":"kyb","auto_start":true}';
const WARNED = '{"customer":{"full_name":"A","external_id":"a-1"},"case_config":"kyb"}';
const INVALID = '{"customer":{"full_name":""},"case_config":"no slug"}';
const LINES = [VALID, INVALID, "", WARNED, '{"customer_id":1,"case_config":"kyb"', VALID];

/** Chooses a file with that content, as a person does with the button. */
async function choose(page, name, content) {
  const path = join(folder, name);
  await writeFile(path, content);
  await page.focus("#file-input");
  await page.setInputFiles("#file-input", path);
}

/** Drops files on an element, as `[name, text]`. @returns whether the browser would have opened them */
const drop = (page, selector, files) =>
  page.evaluate(
    ([target, given]) => {
      const dataTransfer = new DataTransfer();
      for (const [name, text] of given) dataTransfer.items.add(new File([text], name));
      const send = (type) => {
        const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
        return document.querySelector(target).dispatchEvent(event);
      };
      send("dragover");
      return send("drop");
    },
    [selector, files],
  );

const result = (page) => page.waitForSelector("#file-result");
/** Waits for the result of that file. */
const shown = (page, name) =>
  page.waitForFunction(
    (expected) =>
      document.querySelector("#file-name").textContent === expected && !document.querySelector("#file-result").hidden,
    name,
  );
const verdict = (page) => page.textContent("#file-verdict");
const focused = (page) => page.evaluate(() => document.activeElement.id);

/** The rows of the table of errors. */
const errors = (page) =>
  page.$$eval("#file-errors tbody tr", (rows) => rows.map((row) => [...row.children].map((one) => one.textContent)));

/** Keeps what is offered to download: the policy of the page forbids to read it by its address. */
const keepDownloads = (page) =>
  page.evaluate(() => {
    const make = URL.createObjectURL;
    window.offered = {};
    URL.createObjectURL = (file) => {
      const address = make(file);
      window.offered[address] = file;
      return address;
    };
  });
const downloaded = (page, name) =>
  page.evaluate((wanted) => window.offered[document.querySelector(`[download="${wanted}"]`).href].text(), name);

test("a file of lines: what is wrong in it, line by line, and the bodies of the others", async (t) => {
  const page = await openPage(t, used, { developer: false });
  await page.fill('[name="customer.full_name"]', "Ada Lovelace");
  await keepDownloads(page);
  await choose(page, "cases.ndjson", LINES.join("\n"));
  await result(page);
  assert.equal(await verdict(page), "2 of 5 requests have errors");
  assert.equal(await page.textContent("#file-name"), "cases.ndjson");
  assert.equal(
    await page.textContent("#file-text"),
    "1 valid request has warnings, which are in the list of all issues. The download leaves out 2 requests with errors.",
  );
  assert.equal(await focused(page), "file-verdict");
  const rows = await errors(page);
  assert.deepEqual(
    rows.map(([line, , field]) => [line, field]),
    [
      ["2", "Full namecustomer.full_name"],
      ["2", "Case configurationcase_config"],
      ["5", "Request"],
    ],
  );
  for (const [, , , message] of rows) assert.notEqual(message, "");
  assert.ok(await page.isHidden("#file-more"));
  const valid = await downloaded(page, "cases.ndjson");
  assert.deepEqual(valid.split("\n"), [
    BODY,
    '{"customer":{"full_name":"A","external_id":"a-1"},"delete_after":-1,"case_config":"kyb","auto_start":true}',
    BODY,
    "",
  ]);
  const issues = (await downloaded(page, "issues.ndjson")).trimEnd().split("\n").map(JSON.parse);
  assert.deepEqual(
    issues.map(({ line, issues: listed }) => [line, listed.map(({ code }) => code)]),
    [
      [2, ["blank", "invalid_slug"]],
      [4, ["customer_overwrite"]],
      [5, ["invalid_json"]],
    ],
  );
  // The form is as it was.
  assert.equal(await page.inputValue('[name="customer.full_name"]'), "Ada Lovelace");
  await page.click("#file-close");
  assert.ok(await page.isHidden("#file-result"));
  assert.equal(await focused(page), "file-input");
});

test("the downloads are files", { skip: onlyInChromium("it waits for downloads") }, async (t) => {
  const page = await openPage(t, used);
  await choose(page, "cases.jsonl", `${VALID}\r\n${INVALID}\r\n`);
  await result(page);
  for (const [name, content] of [
    ["cases.ndjson", /^\{"customer":\{"full_name":"Zoë Müller"\}.*\}\n$/],
    ["issues.ndjson", /^\{"line":2,"issues":\[.*\]\}\n$/],
  ]) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(`[download="${name}"]`)]);
    assert.equal(download.suggestedFilename(), name);
    assert.match(await readFile(await download.path(), "utf8"), content);
  }
});

test("valid files, in every encoding", async (t) => {
  const page = await openPage(t, used);
  await keepDownloads(page);
  const text = `${VALID}\n${VALID}\n`;
  const utf16 = Buffer.from(`\ufeff${text}`, "utf16le");
  const without = Buffer.from(text, "utf16le");
  for (const [name, content] of [
    ["utf-8.ndjson", Buffer.from(text)],
    ["utf-8-with-mark.ndjson", Buffer.from(`\ufeff${text}`)],
    ["utf-16le.ndjson", utf16],
    ["utf-16be.txt", Buffer.from(utf16).swap16()],
    ["utf-16le-without-mark.txt", without],
    ["utf-16be-without-mark.txt", Buffer.from(without).swap16()],
    ["compressed.ndjson.gz", gzipSync(text)],
    ["compressed-utf-16", gzipSync(utf16)],
  ]) {
    await choose(page, name, content);
    await shown(page, name);
    assert.equal(await verdict(page), "All 2 requests are valid", name);
    assert.equal(await downloaded(page, "cases.ndjson"), `${BODY}\n${BODY}\n`, name);
    assert.equal(await page.locator('[download="issues.ndjson"]').count(), 0, "no issues");
    assert.deepEqual(await errors(page), []);
  }
});

test("gzip of several parts is read whole or not at all", async (t) => {
  const page = await openPage(t, used);
  await choose(page, "parts.ndjson.gz", Buffer.concat([gzipSync(`${VALID}\n`), gzipSync(`${VALID}\n`)]));
  await result(page);
  const said = await verdict(page);
  t.diagnostic(said);
  assert.ok(["All 2 requests are valid", "File not checked"].includes(said), said);
});

const HEADINGS = ["customer.full_name", "customer.external_id", "case_config", "checks[0].check_type"];
const table = (separator, ...rows) => rows.map((cells) => `${cells.join(separator)}\r\n`).join("");

test("a table: what is wrong in it, by row and heading, and the bodies of the others", async (t) => {
  const page = await openPage(t, used, { developer: false });
  await keepDownloads(page);
  const rows = [HEADINGS, ['"Zoë\nMüller"', "", "no slug", ""], ["", "a-1", "kyb", ""], ["Ada", "", "kyb", ""]];
  await choose(page, "cases.csv", table(";", ...rows));
  await result(page);
  assert.equal(await verdict(page), "2 of 3 requests have errors");
  const found = await errors(page);
  assert.deepEqual(
    found.map(([row, heading, field]) => [row, heading, field]),
    [
      ["2", "case_config", "Case configuration"],
      ["3", "customer.full_name", "Full name"],
    ],
  );
  assert.deepEqual(await page.$$eval("#file-errors thead th", (all) => all.map((one) => one.textContent)), [
    "Row",
    "Column",
    "Field",
    "Error",
  ]);
  assert.equal(
    await downloaded(page, "cases.ndjson"),
    '{"customer":{"full_name":"Ada"},"delete_after":-1,"case_config":"kyb","auto_start":true}\n',
  );
  const issues = (await downloaded(page, "issues.ndjson")).trimEnd().split("\n").map(JSON.parse);
  assert.deepEqual(
    issues.map(({ row, line, issues: listed }) => [
      row,
      line,
      listed.find(({ severity }) => severity === "error").cell,
    ]),
    [
      [2, 2, { column: 3, heading: "case_config", text: "no slug" }],
      [3, 4, { column: 1, heading: "customer.full_name", text: "" }],
    ],
  );
});

test("valid tables, in every encoding and with every separator", async (t) => {
  const page = await openPage(t, used);
  await keepDownloads(page);
  const text = (separator) =>
    table(separator, ["customer.full_name", "case_config"], ["Zoë Müller", "kyb"], ["Zoë Müller", "kyb"]);
  for (const [name, content] of [
    ["commas.csv", text(",")],
    ["semicolons.csv", `\ufeff${text(";")}`],
    ["tabs.tsv", text("\t")],
    ["excel-unicode.txt", Buffer.from(`\ufeff${text("\t")}`, "utf16le")],
    ["compressed.csv.gz", gzipSync(text(","))],
    ["no-name", text(",")],
  ]) {
    await choose(page, name, content);
    await shown(page, name);
    assert.equal(await verdict(page), "All 2 requests are valid", name);
    assert.equal(await downloaded(page, "cases.ndjson"), `${BODY}\n${BODY}\n`, name);
  }
});

test("a table with headings of its own: the page asks which fields they are", async (t) => {
  const page = await openPage(t, used, { developer: false });
  await keepDownloads(page);
  const text = table(",", ["Full name", "Configuration", '"Notes, internal"'], ["Zoë Müller", "kyb", "x"]);
  await choose(page, "own.csv", text);
  await result(page);
  assert.equal(await verdict(page), "File not checked");
  assert.match(await page.textContent("#file-text"), /must have the names of fields/);
  assert.deepEqual(await page.$$eval(".file-question label", (all) => all.map((one) => one.textContent)), [
    "Full name",
    "Configuration",
    "Notes, internal",
  ]);
  const choices = () => page.$$eval(".file-question select", (all) => all.map(({ value }) => value));
  assert.deepEqual(await choices(), ["customer.full_name", "", ""], "the label of a field is recognized");
  assert.deepEqual(await axeFinds(page), []);
  await page.screenshot({ path: `${screenshots}/file-questions.png` });
  // Nothing is left out unless the user says so.
  await page.click(".file-form button");
  assert.equal(await verdict(page), "File not checked");
  await page.selectOption("#file-question-1", "customer.full_name");
  await page.selectOption("#file-question-2", "-");
  await page.click(".file-form button");
  await page.waitForFunction(() => document.querySelector("#file-text").textContent.includes("same field"));
  assert.deepEqual(await choices(), ["customer.full_name", "customer.full_name", "-"], "the choices are kept");
  await page.selectOption("#file-question-1", "case_config");
  await page.click(".file-form button");
  await page.waitForFunction(() => document.querySelector("#file-verdict").textContent === "The request is valid");
  assert.equal(await page.textContent("#file-text"), "Columns left out: Notes, internal.");
  assert.equal(await downloaded(page, "cases.ndjson"), `${BODY}\n`);
  // The corrected file has the same columns.
  await choose(page, "own.csv", text + table(",", ["Ada", "kyb", ""]));
  await page.waitForFunction(() => document.querySelector("#file-verdict").textContent === "All 2 requests are valid");
});

test("a column of another revision is not taken for another field, and choices outlast a change of the language", async (t) => {
  const page = await openPage(t, used);
  await choose(
    page,
    "newest.csv",
    table(",", ["customer_id", "case_config", "external_id", "constructor"], ["1", "kyb", "c-1", ""]),
  );
  await result(page);
  assert.match(await page.textContent("#file-text"), /A newer revision documents more fields/);
  const choices = () => page.$$eval(".file-question select", (all) => all.map(({ value }) => value));
  assert.deepEqual(await choices(), ["", ""]);
  await page.selectOption("#file-question-1", "-");
  await page.selectOption("#language", "de");
  await page.waitForFunction(() => document.querySelector("#file-verdict").textContent === "Datei nicht geprüft");
  assert.deepEqual(await choices(), ["", "-"]);
  await page.click(".options > summary");
  await page.check('input[name="revision"][value="newest"]');
  await page.waitForFunction(() => document.querySelector("#file-verdict").textContent === "Die Anfrage ist gültig");
  assert.equal(await page.textContent("#file-text"), "Weggelassene Spalten: constructor.");
});

test("the template has the headings of the revision", { skip: onlyInChromium("it waits for downloads") }, async (t) => {
  for (const [locale, separator] of [
    ["en-GB", ","],
    ["de-DE", ";"],
  ]) {
    const page = await openPage(t, used, { context: { locale } });
    const template = async () => {
      const [download] = await Promise.all([page.waitForEvent("download"), page.click("#file-template")]);
      assert.equal(download.suggestedFilename(), "cases.csv");
      return readFile(await download.path(), "utf8");
    };
    assert.equal(await template(), `\ufeff${csvTemplate().replaceAll(",", separator)}`);
    await page.click(".options > summary");
    await page.check('input[name="revision"][value="newest"]');
    assert.equal(await template(), `\ufeff${csvTemplate({ revision: "newest" }).replaceAll(",", separator)}`);
  }
});

test("what cannot be read is one sentence", async (t) => {
  const page = await openPage(t, used);
  const cut = gzipSync(`${VALID}\n`.repeat(1000)).subarray(0, -20);
  for (const [name, content, sentence] of [
    ["cases.xlsx", Buffer.from("504b0304140006000800", "hex"), /Excel.*sphinx-case check/],
    ["cases.xls", Buffer.from("d0cf11e0a1b11ae10000", "hex"), /Excel.*sphinx-case check/],
    ["cases.pdf", "%PDF-1.7\n", /Excel.*sphinx-case check/],
    ["latin.ndjson", Buffer.from(VALID, "latin1"), /neither in UTF-8 nor in UTF-16/],
    ["half.ndjson", Buffer.from('\ufeff{"a":"\ud83d"}\n', "utf16le"), /neither in UTF-8 nor in UTF-16/],
    ["utf-32.ndjson", Buffer.from("fffe00007b000000", "hex"), /neither in UTF-8 nor in UTF-16/],
    ["letter.txt", "Dear Ada,\nall is well.\n", /sphinx-case check/],
    ["cut.ndjson.gz", cut, /cannot be decompressed/],
    ["twice.gz", gzipSync(gzipSync(VALID)), /sphinx-case check/],
  ]) {
    await choose(page, name, content);
    await shown(page, name);
    assert.equal(await verdict(page), "File not checked", name);
    assert.match(await page.textContent("#file-text"), sentence, name);
    assert.equal(await focused(page), "file-verdict");
    assert.equal(await page.locator("#file-result a").count(), 0);
  }
  await choose(page, "empty.ndjson", "\n\n");
  await page.waitForFunction(
    () => document.querySelector("#file-verdict").textContent === "The file contains no requests",
  );
});

test("a file that is dropped anywhere is checked, and does not replace the page", async (t) => {
  const page = await openPage(t, used, { developer: false });
  await page.fill('[name="customer.full_name"]', "Ada Lovelace");
  const address = await page.evaluate(() => location.href);
  assert.equal(await drop(page, '[name="webhook_url"]', [["cases.ndjson", `${INVALID}\n`]]), false, "it is taken");
  await result(page);
  assert.equal(await verdict(page), "1 of 1 request has errors");
  assert.equal(await focused(page), "file-verdict");
  assert.equal(await page.evaluate(() => location.href), address);
  assert.equal(await page.inputValue('[name="customer.full_name"]'), "Ada Lovelace");
  assert.equal(await page.inputValue('[name="webhook_url"]'), "");
  assert.equal(await page.getAttribute("html", "data-dragging"), null);

  await drop(page, "body", [
    ["a.ndjson", VALID],
    ["b.ndjson", VALID],
  ]);
  await page.waitForFunction(() => document.querySelector("#file-text").textContent === "Choose one file only.");
  await page.click("#file-close");

  // In front of an open dialog nothing is taken, and the page stays, too.
  await page.evaluate(() => document.querySelector("#review").showModal());
  assert.equal(await drop(page, "body", [["cases.ndjson", VALID]]), false);
  await page.waitForTimeout(300);
  assert.ok(await page.isHidden("#file-result"));
});

test("a file with one request is loaded into the form, and Undo brings back what was typed", async (t) => {
  const page = await openPage(t, used, { developer: false });
  await page.fill('[name="customer.full_name"]', "Ada Lovelace");
  await choose(page, "case.json", JSON.stringify(JSON.parse(VALID), null, 2));
  await page.waitForSelector("#undo-bar");
  await settled(page);
  assert.equal(await page.textContent("#undo-text"), "Loaded into the form: case.json.");
  assert.equal(await page.inputValue('[name="customer.full_name"]'), "Zoë Müller");
  assert.equal(await focused(page), "form-heading");
  assert.ok(await page.isHidden("#file-result"));
  await page.click("#undo");
  assert.equal(await page.inputValue('[name="customer.full_name"]'), "Ada Lovelace");
});

test("another language, revision or option checks the file again", async (t) => {
  const page = await openPage(t, used);
  await choose(page, "cases.ndjson", '{"customer_id":1,"case_config":"kyb","external_id":"c-1"}\n');
  await result(page);
  assert.equal(await verdict(page), "1 of 1 request has errors");
  const [[, , , english]] = await errors(page);
  await page.click(".options > summary");
  await page.check('input[name="revision"][value="newest"]');
  await page.waitForFunction(() => document.querySelector("#file-verdict").textContent === "The request is valid");
  assert.equal(await page.evaluate(() => document.activeElement.name), "revision", "the focus stays");
  await page.check('input[name="revision"][value="reference"]');
  await page.selectOption("#language", "de");
  await page.waitForFunction(
    () => document.querySelector("#file-verdict").textContent === "1 von 1 Anfrage mit Fehlern",
  );
  const [[, , , german]] = await errors(page);
  assert.notEqual(german, english);
});

test("only the first errors are shown", async (t) => {
  const page = await openPage(t, used);
  await choose(page, "cases.ndjson", `${INVALID}\n`.repeat(1000));
  await result(page);
  assert.equal(await page.locator("#file-errors tbody tr").count(), 100);
  assert.equal(
    await page.textContent("#file-more"),
    "1,900 more errors are not shown here, but in the list of all issues.",
  );
});

test("a long file does not block the page, shows its progress, and can be canceled", {
  skip: onlyInChromium("it observes long tasks"),
}, async (t) => {
  const page = await openPage(t, used);
  const lines = 400_000;
  await page.evaluate(() => {
    window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: "longtask",
    });
  });
  await choose(page, "long.ndjson", `${VALID}\n`.repeat(lines));
  await page.waitForSelector("#file-checking");
  assert.equal(await page.textContent("#file-doing"), "Checking long.ndjson…");
  await page.waitForFunction(() => document.querySelector("#file-bar").value > 10);
  await page.click("#file-cancel");
  assert.ok(await page.isHidden("#file-checking"));
  assert.ok(await page.isHidden("#file-result"));
  assert.equal(await focused(page), "file-input");

  await choose(page, "long.ndjson", `${VALID}\n`.repeat(lines));
  await page.waitForSelector("#file-checking");
  // While it is checked, the form works, and keeps the focus.
  await page.fill('[name="customer.full_name"]', "Ada");
  await page.waitForFunction(() => /^All 400,000/.test(document.querySelector("#file-verdict").textContent), null, {
    timeout: 120_000,
  });
  assert.equal(await page.evaluate(() => document.activeElement.name), "customer.full_name");
  const longest = Math.round(Math.max(0, ...(await page.evaluate(() => window.tasks))));
  t.diagnostic(`longest task ${longest} ms`);
  assert.ok(longest < 500, `blocked for ${longest} ms`);
});

for (const [look, context] of Object.entries(LOOKS)) {
  test(`${look}: axe finds nothing in a result, and nothing is wider than the window`, async (t) => {
    const page = await openPage(t, used, { context, developer: false });
    for (const [state, content] of [
      ["errors", LINES.join("\n")],
      ["valid", `${VALID}\n${VALID}`],
      ["refused", Buffer.from("504b0304", "hex")],
    ]) {
      await choose(page, `${state}.ndjson`, content);
      await page.waitForFunction((name) => document.querySelector("#file-name").textContent.startsWith(name), state);
      assert.deepEqual(await axeFinds(page), []);
      const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overhang <= 0, `${overhang} pixels too wide`);
      await page.screenshot({ path: `${screenshots}/file-${look}-${state}.png` });
    }
  });
}
