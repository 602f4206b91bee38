/** The revision of the API on the page: chosen by the relay, or by the user where there is none. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFinds } from "./axe.mjs";
import { openPage, setText, useBrowser } from "./open.mjs";
import { useSandbox } from "./relay.mjs";

const browser = useBrowser();
const newest = useSandbox(browser, "--revision", "newest");
const reference = useSandbox(browser);

const field = (name) => `#case-form [name="${name}"]`;
const REQUEST = '{"customer": {"full_name": "Ada Lovelace"}, "case_config": "kyb"}';
const inForm = (page) => page.evaluate(() => JSON.parse(document.querySelector("#request").value));
const choose = (page, revision) => page.check(`input[name="revision"][value="${revision}"]`, { force: true });

test("a relay of the newest revision: an officer fills in its fields, reviews them and creates the case", async (t) => {
  const page = await openPage(t, newest, { developer: false });
  await page.waitForSelector(field("external_id"));
  await page.fill(field("customer.full_name"), "Ada Lovelace");
  await page.check('input[name="choose-checks"][value="case_config"]', { force: true });
  await page.fill(field("case_config"), "kyb");
  await page.fill(field("external_id"), "order-7");
  await page.fill(field("assignee"), "jane@example");
  await page.locator(field("assignee")).blur();
  assert.match(await page.textContent("#case-assignee-issues"), /Enter an email address/);
  await page.fill(field("assignee"), "jane@example.com");
  await page.click('[data-case-append="sync_platforms"]');
  await page.fill(field("sync_platforms[0].domain"), "tickets.example.com");
  await page.fill(field("sync_platforms[0].id"), "T-1");
  assert.deepEqual(await axeFinds(page), []);
  await page.click('[type="submit"]');
  await page.waitForSelector("#review[open]");
  const text = await page.innerText("#review");
  for (const part of ["Reference and assignment", "order-7", "jane@example.com", "Sync platform 1", "T-1"]) {
    assert.ok(text.includes(part), `${part} in ${text}`);
  }
  await page.click("#review-create");
  await page.waitForSelector('#review[data-state="created"]');
  const { api } = await newest.sandbox();
  const received = await (await fetch(`${api}/sandbox/cases.ndjson`)).json();
  assert.equal(JSON.parse(received.body ?? JSON.stringify(received)).external_id, "order-7");
});

test("a relay of the reference revision: its fields only, and no choice", async (t) => {
  const page = await openPage(t, reference);
  await page.waitForSelector("#sandbox");
  assert.equal(await page.isVisible(field("external_id")), false);
  await page.click(".options summary");
  assert.equal(await page.isVisible("#revision"), false);
});

test("without a relay the user chooses, and the texts of the other revision are kept", async (t) => {
  const page = await openPage(t, browser);
  await setText(page, REQUEST.replace("}", '}, "external_id": "order-7"'));
  await page.waitForFunction(() => /newer revision/.test(document.querySelector("#issues").textContent));
  assert.equal(await page.isVisible(field("external_id")), false);
  await page.click(".options summary");
  await choose(page, "newest");
  await page.waitForSelector(field("external_id"));
  assert.equal(await page.inputValue(field("external_id")), "order-7");
  await page.fill(field("assignee"), "jane@example.com");
  await page.waitForFunction(() => /jane@example.com/.test(document.querySelector("#payload").textContent));

  await choose(page, "reference");
  await page.waitForFunction(() => /newer revision/.test(document.querySelector("#issues").textContent));
  assert.equal((await inForm(page)).assignee, "jane@example.com");
  await choose(page, "newest");
  await page.reload();
  await page.waitForSelector(field("external_id"));
  assert.equal(await page.inputValue(field("assignee")), "jane@example.com", "the draft has the revision");
});
