/** The rows of the page: the words on their buttons, and Undo for a row that was removed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, setText, settled, useBrowser } from "./open.mjs";

const used = useBrowser();

const field = (name) => `#case-form [name="${name}"]`;
const row = (name) => `[data-case-row="${name}"]`;
const remove = (page, name) =>
  page.click(`${row(name)} > [data-case-remove], ${row(name)} > .row-group > .row-head [data-case-remove]`);
const request = async (page) => {
  await settled(page);
  return JSON.parse(await page.inputValue("#request"));
};
const focused = (page) => page.evaluate(() => document.activeElement.name || document.activeElement.textContent);

const THREE = JSON.stringify({
  customer_id: 1,
  checks: [
    { check_type: "PEP" },
    { check_type: "SANCTION", input_details: { n: 1.5 }, document_ids: [5, 6], delete_after: 30 },
    { check_type: "IDV" },
  ],
});

test("removing a row marks no field of another row as left", async (t) => {
  const page = await openPage(t, used);
  for (let press = 0; press < 2; press += 1) await page.click('[data-case-append="checks"]');
  await page.click(`${row("checks[0]")} [data-case-remove]`);
  assert.equal(await focused(page), "Undo");
  assert.equal(await page.textContent('[data-case-issues="checks[0].check_type"]'), "");
});

test("the buttons of a row have words, and names with their row", async (t) => {
  const page = await openPage(t, used, { text: THREE });
  const buttons = await page.$$eval(`${row("checks[1]")} .row-tools button`, (all) =>
    all.map((one) => [one.textContent, one.getAttribute("aria-label")]),
  );
  assert.deepEqual(buttons, [
    ["Move up", "Move up Check 2: Sanction"],
    ["Move down", "Move down Check 2: Sanction"],
    ["Duplicate", "Duplicate Check 2: Sanction"],
    ["Remove", "Remove Check 2: Sanction"],
  ]);
  await page.selectOption("#language", "de");
  await settled(page);
  for (const [words, name] of await page.$$eval(`${row("checks[1]")} .row-tools button`, (all) =>
    all.map((one) => [one.textContent, one.getAttribute("aria-label")]),
  ))
    assert.ok(name.startsWith(words), `${name} begins with ${words}`);
});

test("a removed check comes back with its place and texts, and later changes stay", async (t) => {
  const page = await openPage(t, used, { text: THREE });
  await page.fill(field("checks[1].document_ids[1]"), "6x");
  await page.fill(field("checks[1].input_details"), '{"n": 1.50,');
  await remove(page, "checks[1]");
  assert.equal(await focused(page), "Undo");
  assert.match(await page.textContent("#removed"), /^Check 2 removed\./);
  await page.waitForFunction(() => document.querySelector("#status").textContent === "Check 2 removed.");
  assert.ok(
    await page.$eval("#removed", (one) => one.nextElementSibling.dataset.caseRow === "checks[1]"),
    "in the place of the row",
  );
  await page.fill(field("customer_id"), "77");
  await page.fill(field("checks[1].check_type"), "BLACKLIST");
  await page.click(`${row("checks[1]")} [data-case-up]`);
  await page.click("#removed button");
  assert.equal(await focused(page), "checks[0].check_type");
  assert.equal(await page.locator("#removed").count(), 0);
  await page.waitForFunction(() => document.querySelector("#status").textContent === "Check 1 restored.");
  const types = await page.$$eval("[name$=check_type]", (all) => all.map((one) => one.value));
  assert.deepEqual(types, ["SANCTION", "BLACKLIST", "PEP"], "before the row that followed it");
  assert.equal(await page.inputValue(field("checks[0].input_details")), '{"n": 1.50,');
  assert.equal(await page.inputValue(field("checks[0].document_ids[0]")), "5");
  assert.equal(await page.inputValue(field("checks[0].document_ids[1]")), "6x");
  assert.equal(await page.inputValue(field("checks[0].delete_after")), "30");
  assert.equal(await page.inputValue(field("customer_id")), "77");
});

test("several removed rows come back one after the other, the only one too, and documents in a check that moves", async (t) => {
  const page = await openPage(t, used, { text: THREE });
  for (const name of ["checks[1]", "checks[1]", "checks[0]"]) await remove(page, name);
  assert.equal(await page.locator('[data-case-row^="checks["]').count(), 0);
  for (let press = 0; press < 3; press += 1) await page.click("#removed button");
  assert.deepEqual((await request(page)).checks, JSON.parse(THREE).checks);
  await remove(page, "checks[1].document_ids[0]");
  assert.match(await page.textContent("#removed"), /^Document 1 removed\./);
  await page.click(`${row("checks[1]")} [data-case-up]`);
  await page.click("#removed button");
  assert.equal(await focused(page), "checks[0].document_ids[0]");
  assert.deepEqual((await request(page)).checks[0].document_ids, [5, 6]);
});

test("what only JSON can say in a removed row is not lost", async (t) => {
  const text =
    '{"customer_id":1,"checks":[{"check_type":"PEP","mine":{"n":1.0}},{"check_type":7.0,"document_ids":null}]}';
  const page = await openPage(t, used, { text });
  const json = () => page.evaluate(() => document.querySelector("#request").value.replace(/\s/g, ""));
  for (const name of ["checks[0]", "checks[1]"]) {
    await remove(page, name);
    await settled(page);
    assert.notEqual(await json(), text);
    await page.click("#removed button");
    await settled(page);
    assert.equal(await json(), text);
  }
});

test("a request that is loaded or cleared leaves nothing to undo, and the notice follows the language", async (t) => {
  const page = await openPage(t, used, { text: THREE });
  await remove(page, "checks[2]");
  await page.selectOption("#language", "de");
  await settled(page);
  assert.match(await page.textContent("#removed"), /^Prüfung 3 wurde entfernt\. Rückgängig/);
  await page.click("#reset");
  assert.equal(await page.locator("#removed").count(), 0);
  await setText(page, THREE);
  await remove(page, "checks[0]");
  await page.selectOption("#example", "0");
  assert.equal(await page.locator("#removed").count(), 0);
});

test("Undo by keyboard alone", async (t) => {
  const page = await openPage(t, used, { text: THREE });
  await page.focus(`${row("checks[0]")} [data-case-remove]`);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  assert.equal(await focused(page), "checks[0].check_type");
  assert.deepEqual((await request(page)).checks, JSON.parse(THREE).checks);
  const place = await page.evaluate(() => document.activeElement.getBoundingClientRect().top);
  assert.ok(place > 0 && place < 900, "in view");
});
