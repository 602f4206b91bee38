/** The page before its scripts have run, and without them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onlyInChromium } from "./engines/index.mjs";
import { openPage, settled, useBrowser } from "./open.mjs";

const used = useBrowser();
const only = { skip: onlyInChromium("it holds and forbids scripts") };

const request = async (page) => JSON.parse(await page.inputValue("#request"));

/** Every text that depends on the language only, with the attribute that names it. */
const texts = (page) =>
  page.evaluate(() => {
    const names = ["data-text", "data-field-label", "data-field-hint", "data-form-text"];
    return names.flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)].map((one) => [`${name}=${one.getAttribute(name)}`, one.textContent]),
    );
  });

/** A page whose scripts do not run yet. `release()` lets them. */
async function openHeld(t, context) {
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  const { server, browser } = await used.start();
  const own = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", ...context });
  t.after(() => own.close());
  const page = await own.newPage();
  await page.addInitScript(() => localStorage.setItem("sphinx-case:developer", "on"));
  await page.route(/main-\w+\.js$/, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(server.url, { waitUntil: "commit" });
  await page.waitForSelector("#keep");
  const start = async () => {
    release();
    await page.waitForSelector('#verdict:not([data-state="waiting"])', { state: "attached" });
    await settled(page);
  };
  return { page, start };
}

test("without scripts the page can be read, and sends nothing", only, async (t) => {
  const { server, browser } = await used.start();
  const context = await browser.newContext({ javaScriptEnabled: false });
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(server.url);
  const read = await texts(page);
  assert.ok(read.length > 100);
  const dynamic = ["data-text=unreachable_more"];
  for (const [name, text] of read) if (!dynamic.includes(name)) assert.notEqual(text.trim(), "", name);
  assert.ok(await page.locator("noscript p").first().isVisible());
  assert.match(await page.locator("noscript p").first().textContent(), /Turn on JavaScript/);
  assert.ok(
    (await page.locator('select[name="customer.customer_type"] option').allTextContents()).includes("Individual"),
  );
  // Both sides of each choice, and the table of all fields.
  for (const part of ['[name="customer.full_name"]', '[name="customer_id"]', '[name="case_config"]', "#fields-heading"])
    assert.ok(await page.isVisible(part), part);
  await page.click("#fields-heading");
  assert.ok(await page.isVisible("#fields table"));
  // What needs scripts is not offered.
  for (const part of ['[type="submit"]', "#keep", "#reset", "#language"]) assert.ok(await page.isHidden(part), part);
  await page.fill('[name="customer.full_name"]', "Ada Lovelace");
  await page.press('[name="customer.full_name"]', "Enter");
  await page.waitForTimeout(200);
  assert.equal(page.url(), server.url);
  assert.equal(await page.inputValue('[name="customer.full_name"]'), "Ada Lovelace");
});

test("the texts in the HTML are those that the scripts write", only, async (t) => {
  const held = await openHeld(t);
  const before = await texts(held.page);
  const other = await openPage(t, used, { context: { locale: "de-DE" } });
  await other.selectOption("#language", "en");
  await settled(other);
  const written = new Map(await texts(other));
  for (const [name, text] of before)
    if (name !== "data-text=verdict_waiting") assert.equal(text, written.get(name), name);
});

test("what is typed before the scripts run stays", only, async (t) => {
  const { page, start } = await openHeld(t);
  await page.fill('[name="customer.full_name"]', "Ada Lovelace");
  await page.selectOption('[name="customer.customer_type"]', "COMPANY");
  await page.check('input[name="choose-checks"][value="case_config"]');
  await page.check('input[name="auto_start"][value="false"]');
  await page.check('[data-retention="delete_after"] [data-keep="at_once"]');
  await page.click(".options > summary");
  await page.check('input[name="defaults"][value="omit"]');
  await page.uncheck("#keep");
  await page.focus('[name="webhook_url"]');
  await page.keyboard.type("https://example.com/hook");
  for (let key = 0; key < 4; key += 1) await page.keyboard.press("ArrowLeft");
  // A form that is sent early would be lost.
  await page.press('[name="customer.full_name"]', "Enter");
  await page.focus('[name="webhook_url"]');
  await start();
  const { customer, webhook_url, delete_after, auto_start } = await request(page);
  assert.deepEqual(
    { customer, webhook_url, delete_after, auto_start },
    {
      customer: { full_name: "Ada Lovelace", customer_type: "COMPANY" },
      webhook_url: "https://example.com/hook",
      delete_after: 0,
      auto_start: false,
    },
  );
  assert.equal(await page.isChecked('input[name="choose-checks"][value="case_config"]'), true);
  assert.equal(await page.isVisible('[name="case_config"]'), true);
  assert.equal(await page.isChecked('input[name="defaults"][value="omit"]'), true);
  assert.match(await page.textContent("#keep-hint"), /^Not saved/);
  assert.deepEqual(await page.evaluate(() => [document.activeElement.name, document.activeElement.selectionStart]), [
    "webhook_url",
    20,
  ]);
});

test("JSON that is typed before the scripts run is in the form, in another language, too", only, async (t) => {
  const { page, start } = await openHeld(t, { locale: "pl-PL" });
  await page.fill("#request", '{"customer_id": 7}');
  await page.check('input[name="theme"][value="dark"]');
  await start();
  assert.equal(await page.inputValue('[name="customer_id"]'), "7");
  assert.equal(await page.inputValue("#request"), '{"customer_id": 7}');
  assert.equal(await page.getAttribute("html", "data-theme"), "dark");
  assert.equal(await page.getAttribute("html", "lang"), "pl");
});

test("a file that is chosen before the scripts run is checked", only, async (t) => {
  const { page, start } = await openHeld(t);
  const buffer = Buffer.from('{"customer_id":1,"case_config":"kyb"}\n');
  await page.setInputFiles("#file-input", { name: "cases.ndjson", mimeType: "", buffer });
  await start();
  await page.waitForSelector("#file-result");
  assert.equal(await page.textContent("#file-verdict"), "The request is valid");
});
