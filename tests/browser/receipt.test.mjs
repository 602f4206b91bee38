/** The receipt of a created case: what it shows, how it is printed and copied, and that it can be opened again. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFinds } from "./axe.mjs";
import { engine, onlyInChromium } from "./engines/index.mjs";
import { clipboard, LOOKS, openPage, setText, settled, useBrowser } from "./open.mjs";
import { useSandbox } from "./relay.mjs";

const used = useSandbox(useBrowser());
const REQUEST = {
  customer: { full_name: "Ada Lovelace", customer_type: "INDIVIDUAL" },
  webhook_url: "https://example.com/hook",
  checks: [{ check_type: "PEP", document_ids: [3, 4] }],
};

const outcome = (page, state) => page.waitForSelector(`#review[data-state="${state}"]`);

/** Creates a case on a page with the sandbox. */
async function create(t, { next = "ok", state = "created", ...options } = {}) {
  const page = await openPage(t, used, options);
  await page.waitForSelector("#sandbox");
  await setText(page, JSON.stringify(REQUEST));
  await page.selectOption("#sandbox-next", next);
  await page.click('[type="submit"]');
  await page.waitForSelector("#review[open]");
  await page.click("#review-create");
  await outcome(page, state);
  return page;
}

const facts = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("#case-facts > div")].map((line) =>
      [...line.children].map((one) => one.textContent).join(" = "),
    ),
  );

test("it has number, time, status and the request as it was sent", async (t) => {
  const page = await create(t);
  const id = /^Case (\d+) created$/.exec(await page.textContent("#review-heading"))[1];
  const [number, time, customer, status] = await facts(page);
  assert.equal(number, `Case number = ${id}`);
  assert.match(time, /^Created = .*20\d\d.*:\d\d/);
  assert.equal(customer, "Customer = Ada Lovelace");
  assert.match(status, /^Case status = /);
  const { api } = await used.sandbox();
  const createdAt = await page.getAttribute("#case-facts time", "datetime");
  assert.ok(Math.abs(Date.parse(createdAt) - Date.now()) < 60_000, createdAt);
  const list = await page.textContent("#receipt-list");
  assert.match(list, /Customer\s*Full name\s*Ada Lovelace.*Check 1\s*Check type\s*Politically Exposed Person/s);
  assert.match(list, /Documents\s*3, 4.*Webhook URL\s*https:\/\/example.com\/hook/s);
  assert.equal(await page.locator("#receipt-list button").count(), 0, "there is nothing to change");
  const received = (await (await fetch(`${api}/sandbox/cases.ndjson`)).text()).trim().split("\n").at(-1);
  const body = await page.textContent("#receipt-payload");
  assert.ok(received.includes(body) || received.includes(JSON.stringify(body).slice(1, -1)), received);
  assert.equal(await page.$eval("#receipt details", (details) => details.open), false, "the payload is folded");
  assert.match(await page.textContent("#receipt-sandbox"), /not real/);
  await page.waitForFunction(() => /complete: /.test(document.querySelector("#case-facts").textContent));
});

test("it can be opened again after it was closed, also in another language, until the page is left", async (t) => {
  const page = await create(t);
  const id = /\d+/.exec(await page.textContent("#review-heading"))[0];
  await page.click("#review-done");
  await page.waitForFunction(() => document.activeElement.id === "form-heading");
  assert.equal(await page.inputValue('[name="customer.full_name"]'), "", "the form is ready for another case");
  assert.equal(await page.textContent("#last-case-text"), `Last case created: ${id}`);
  await page.selectOption("#language", "de");
  await settled(page);
  assert.equal(await page.textContent("#last-case-text"), `Zuletzt angelegter Fall: ${id}`);
  await page.click("#last-case-show");
  await outcome(page, "created");
  assert.equal(await page.textContent("#review-heading"), `Fall ${id} wurde angelegt`);
  assert.match(await page.textContent("#receipt-list"), /Vollständiger Name\s*Ada Lovelace/);
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.activeElement.id === "last-case-show");
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  assert.doesNotMatch(stored, /Ada Lovelace/, "nothing of it is stored");
  await page.reload();
  await page.waitForSelector("#sandbox");
  assert.ok(await page.isHidden("#last-case"));
});

test("a case that is found after a reload says that its request is not there", async (t) => {
  const page = await create(t, { next: "slow", state: "sending" });
  await page.waitForTimeout(300);
  await page.reload();
  await outcome(page, "created");
  assert.ok(await page.isVisible("#receipt-none"));
  assert.ok(await page.isHidden("#receipt-sent"));
  assert.ok((await facts(page)).includes("Customer = Ada Lovelace"), "what the API returned is there");
});

test("a case that is found later shows its own request, not the one under review", {
  skip: onlyInChromium("it intercepts a request"),
}, async (t) => {
  const page = await create(t, { next: "drop_after", state: "unknown", errors: false });
  await page.click("#review-back");
  await page.fill('[name="customer.full_name"]', "Grace Hopper");
  await page.route("**/cases/outcome", async (route) => {
    const body = JSON.stringify({ id: 4711, is_complete: true, failed: false, checks: [] });
    await route.fulfill({ status: 201, contentType: "application/json", body });
  });
  await page.click('[type="submit"]');
  await page.click("#unsettled-ask");
  await outcome(page, "created");
  assert.match(await page.textContent("#receipt-list"), /Ada Lovelace/);
  assert.doesNotMatch(await page.textContent("#receipt"), /Grace Hopper/);
});

test("the number is copied, and the button prints", async (t) => {
  const page = await create(t);
  const id = /\d+/.exec(await page.textContent("#review-heading"))[0];
  await page.click("#review-number");
  await page.waitForFunction(() => document.querySelector("#review-number").textContent === "Copied");
  // WebKit does not let a page read the clipboard.
  if (engine === "chromium") assert.equal(await clipboard(page), id);
  await page.waitForFunction(() => document.querySelector("#review-status").textContent === "Case number copied.");
  await page.evaluate(() => {
    window.print = () => {
      document.body.dataset.printed = "yes";
    };
  });
  await page.click("#review-print");
  assert.equal(await page.getAttribute("body", "data-printed"), "yes");
});

test("only the receipt is printed, without buttons, on white in any theme", {
  skip: onlyInChromium("it prints"),
}, async (t) => {
  const page = await create(t, { context: { colorScheme: "dark" } });
  await page.evaluate(() => {
    document.documentElement.dataset.theme = "dark";
  });
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.isVisible("#case-form"), false);
  assert.equal(await page.isVisible("header"), false);
  assert.equal(await page.locator("#review button:visible").count(), 0);
  assert.equal(await page.isVisible("#receipt summary"), false, "a folded payload leaves no trace");
  assert.ok(await page.isVisible("#receipt-list"));
  const look = await page.evaluate(() => {
    const { color, overflow, maxHeight } = getComputedStyle(document.querySelector("#review"));
    return { color, overflow, maxHeight };
  });
  assert.deepEqual(look, { color: "rgb(29, 34, 38)", overflow: "visible", maxHeight: "none" }, "dark text, uncut");
  const pdf = (await page.pdf({ format: "A5" })).toString("latin1");
  assert.ok(pdf.match(/\/Type\s*\/Page\b/g).length >= 2, "what is longer than a page goes on to the next");
});

for (const [look, context] of Object.entries(LOOKS)) {
  test(`${look}: axe finds nothing after the receipt was closed`, async (t) => {
    const page = await create(t, { context });
    await page.click("#review-done");
    await page.waitForSelector("#undo-bar:not([hidden])");
    assert.deepEqual(await axeFinds(page), []);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, "not too wide");
  });
}
