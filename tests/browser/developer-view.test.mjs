/** The page at the first visit, and its developer view: what is shown, the verdict for each, and the banner. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFinds } from "./axe.mjs";
import { onlyInChromium } from "./engines/index.mjs";
import {
  forbidStorage,
  LOOKS,
  openPage,
  screenshots,
  setText,
  settled,
  toggleDeveloperView,
  useBrowser,
} from "./open.mjs";
import { useSandbox } from "./relay.mjs";

const browser = useBrowser();
const used = useSandbox(browser);

const FOR_DEVELOPERS = ["#results", ".fields", "#example", ".tagline"];
const REQUEST = '{"customer_id": 7, "webhook_url": "http://127.0.0.1:9/", "checks": [{"check_type": "PEP"}]}';

const field = (name) => `#case-form [name="${name}"]`;
const progress = (page) => page.textContent("#progress");

async function shown(page) {
  const visible = [];
  for (const selector of FOR_DEVELOPERS) if (await page.isVisible(selector)) visible.push(selector);
  return visible;
}

test("the first visit shows the form alone, and what is left to do", async (t) => {
  const page = await openPage(t, browser, { developer: false });
  assert.deepEqual(await shown(page), []);
  assert.equal(await page.isChecked("#developer"), false);
  assert.equal(await progress(page), "1 field to complete");
  await page.fill(field("customer.full_name"), "Ada Lovelace");
  await page.fill(field("webhook_url"), "example.com");
  await settled(page);
  assert.equal(await progress(page), "1 error to correct");
  await page.fill(field("webhook_url"), "https://example.com/hook");
  await settled(page);
  assert.equal(await progress(page), "Ready for review, 1 warning");
  assert.doesNotMatch(await page.evaluate(() => document.body.innerText), /\bvalid\b|payload|JSON object/i);
  await page.waitForFunction(() => document.querySelector("#status").textContent === "Ready for review, 1 warning.");
});

test("F8 goes to no issue of a text that is not shown", async (t) => {
  const page = await openPage(t, browser, { developer: false });
  await page.focus(field("customer.full_name"));
  await page.keyboard.press("F8");
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => document.activeElement.name), "customer.full_name");
  assert.doesNotMatch(await page.textContent("#status"), /issue/);
  await toggleDeveloperView(page);
  await page.keyboard.press("F8");
  await page.waitForFunction(() => document.activeElement.id === "request");
});

test("one column without the view, two with it", async (t) => {
  const page = await openPage(t, browser, { developer: false });
  const columns = () =>
    page.evaluate(() => getComputedStyle(document.querySelector(".workbench")).gridTemplateColumns.split(" ").length);
  assert.equal(await columns(), 1);
  await toggleDeveloperView(page);
  assert.equal(await columns(), 2);
});

test("the view is turned on by keyboard, and is there again after a reload until it is turned off", async (t) => {
  const page = await openPage(t, browser, { developer: false });
  await page.focus("#developer");
  await page.keyboard.press("Space");
  assert.deepEqual(await shown(page), FOR_DEVELOPERS);
  assert.match(await page.inputValue("#request"), /"customer"/);
  await page.reload();
  await page.waitForSelector('#verdict:not([data-state="waiting"])');
  assert.deepEqual(await shown(page), FOR_DEVELOPERS);
  assert.ok(await page.isChecked("#developer"));
  await page.click("#developer");
  await page.reload();
  await page.waitForSelector('#verdict:not([data-state="waiting"])', { state: "attached" });
  assert.deepEqual(await shown(page), []);
});

test("where storage is forbidden, the view works until the page is left", {
  skip: onlyInChromium("it runs a script before those of the page"),
}, async (t) => {
  const page = await openPage(t, browser, { prepare: forbidStorage, developer: false });
  await page.click("#developer");
  assert.deepEqual(await shown(page), FOR_DEVELOPERS);
});

test("a text that the form cannot show opens the view by itself, which is not a choice for later", async (t) => {
  const page = await openPage(t, browser, { text: '{"customer_id": 7,' });
  await page.click("#developer");
  assert.deepEqual(await shown(page), []);
  await page.click("#apart-json");
  assert.deepEqual(await shown(page), FOR_DEVELOPERS);
  assert.equal(await page.evaluate(() => document.activeElement.id), "request");
  await toggleDeveloperView(page);
  await page.reload();
  await page.waitForSelector("#apart:not([hidden])");
  assert.deepEqual(await shown(page), FOR_DEVELOPERS, "the stored draft is such a text");
  await page.click("#apart-form");
  await page.reload();
  await page.waitForSelector('#verdict:not([data-state="waiting"])', { state: "attached" });
  assert.deepEqual(await shown(page), []);
});

test("there is one banner", async (t) => {
  const banners = async (page) => {
    const visible = [];
    for (const id of ["#promise", "#sandbox", "#failure"]) if (await page.isVisible(id)) visible.push(id);
    return visible;
  };
  const still = await openPage(t, browser, { developer: false });
  assert.deepEqual(await banners(still), ["#promise"]);
  await still.evaluate(() => {
    document.querySelector("#failure").hidden = false;
  });
  assert.deepEqual(await banners(still), ["#failure"]);
  const sandbox = await openPage(t, used, { developer: false });
  await sandbox.waitForSelector("#sandbox");
  assert.deepEqual(await banners(sandbox), ["#sandbox"]);
});

test("where the page can send, copying the payload is for developers", async (t) => {
  const page = await openPage(t, used, { text: REQUEST });
  await page.waitForSelector("#sandbox");
  const copyable = async () => [await page.isVisible("#review-copy"), await page.isVisible("#review-curl")];
  for (const expected of [true, false]) {
    await page.click('[type="submit"]');
    await page.waitForSelector("#review[open]");
    assert.deepEqual(await copyable(), [expected, expected]);
    await page.click("#review-back");
    await toggleDeveloperView(page);
  }
});

for (const next of ["bad_317", "bad_318"]) {
  test(`a request that the API has rejected is not called valid until it is changed (${next})`, async (t) => {
    const page = await openPage(t, used, { text: REQUEST, errors: false });
    await page.waitForSelector("#sandbox");
    await page.selectOption("#sandbox-next", next);
    await page.click('[type="submit"]');
    await page.waitForSelector("#review[open]");
    await page.click("#review-create");
    await page.waitForSelector("#summary:not([hidden])");
    const isRejected = async () => {
      await settled(page);
      assert.equal(await page.textContent("#verdict"), "Rejected by the API");
      assert.equal(await progress(page), "Rejected by the API");
      assert.equal(
        await page.textContent("#rejected"),
        "The API rejected this request. Change it before you send it again.",
      );
      for (const tab of ["#tab-payload", "#tab-curl", "#tab-http", "#tab-json"]) {
        await page.click(tab);
        assert.ok(await page.isVisible("#rejected"), tab);
        assert.doesNotMatch(
          await page.evaluate(() => document.querySelector("#results").innerText),
          /\bvalid\b|no issues/i,
        );
      }
    };
    await isRejected();
    await page.waitForFunction(() => document.querySelector("#status").textContent === "Rejected by the API.");
    await setText(page, `${REQUEST}\n`);
    await isRejected();
    await page.selectOption("#language", "de");
    await settled(page);
    assert.equal(await page.textContent("#verdict"), "Von der API abgelehnt");
    await page.selectOption("#language", "en");
    await settled(page);
    await page.fill(field("webhook_url"), "http://127.0.0.1:10/");
    await settled(page);
    assert.match(await page.textContent("#verdict"), /^Valid/);
    assert.ok(await page.isHidden("#rejected"));
    await page.fill(field("webhook_url"), "http://127.0.0.1:9/");
    await settled(page);
    assert.match(await page.textContent("#verdict"), /^Valid/, "it has been changed since, so it can be sent again");
  });
}

for (const [look, context] of Object.entries(LOOKS)) {
  test(`${look}: axe finds nothing at the first visit, with errors and after a rejection`, async (t) => {
    const page = await openPage(t, used, { context, errors: false, developer: false });
    await page.waitForSelector("#sandbox");
    const check = async (state) => {
      assert.deepEqual(await axeFinds(page), [], state);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, "not too wide");
      await page.screenshot({ path: `${screenshots}/${look}-visit-${state}.png`, fullPage: true });
    };
    await check("first");
    await page.click('[type="submit"]');
    await page.waitForSelector("#summary:not([hidden])");
    await check("incomplete");
    await page.fill(field("customer.full_name"), "Ada Lovelace");
    await page.click('[data-case-append="checks"]');
    await page.fill(field("checks[0].check_type"), "PEP");
    await page.selectOption("#sandbox-next", "bad_318");
    await page.click('[type="submit"]');
    await page.waitForSelector("#review[open]");
    await page.click("#review-create");
    await page.waitForSelector('#progress[data-state="rejected"]');
    await check("rejected");
    await toggleDeveloperView(page);
    await check("rejected-developer");
  });
}
