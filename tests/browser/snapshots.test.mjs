/**
 * The accessibility tree of the page in each state, compared with the files in `snapshots/`. `RENEW=1` writes them; a change of
 * one is to be read like a change of the page.
 */
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { onlyInChromium } from "./engines/index.mjs";
import { chooseExample, openPage, root, setText, settled, useBrowser } from "./open.mjs";
import { useSandbox } from "./relay.mjs";

const used = useBrowser();
const sandbox = useSandbox(used);
const skip = onlyInChromium("the snapshot is that of Playwright");
const folder = `${root}tests/browser/snapshots`;

const field = (name) => `#case-form [name="${name}"]`;
const REQUEST = {
  customer: { full_name: "Ada Lovelace", customer_type: "INDIVIDUAL", input_details: { dob: "1990-01-31", score: 1 } },
  webhook_url: "https://example.com/hook",
  checks: [{ check_type: "PEP" }, { check_type: "MY_OWN", document_ids: [5, 6], delete_after: 30 }],
};

const submit = (page) => page.click('[type="submit"]');

async function review(page) {
  await submit(page);
  await page.waitForSelector("#review[open]");
}

/** What is done before the page is looked at. */
const STATES = {
  empty: { act: async () => {} },
  "empty-german": { context: { locale: "de-DE" }, act: async () => {} },
  "other-sides": {
    act: async (page) => {
      await page.check('input[name="choose-customer"][value="customer_id"]');
      await page.check('input[name="choose-checks"][value="case_config"]');
    },
  },
  summary: {
    act: async (page) => {
      await page.click('[data-case-append="checks"]');
      await page.click('[data-case-append="document_ids"]');
      await page.keyboard.type("x");
      await page.fill(field("webhook_url"), "example.com");
      await submit(page);
    },
  },
  rows: { text: JSON.stringify(REQUEST), act: async () => {} },
  removed: {
    text: JSON.stringify(REQUEST),
    act: (page) => page.click('[data-case-row="checks[0]"] .row-head [data-case-remove]'),
  },
  combobox: {
    act: async (page) => {
      await page.click('[data-case-append="checks"]');
      await page.keyboard.type("identity");
      await page.keyboard.press("ArrowDown");
    },
  },
  review: { text: JSON.stringify(REQUEST), act: review },
  "review-warnings": {
    act: async (page) => {
      await page.fill(field("customer.full_name"), "Ada Lovelace");
      await page.fill(field("customer.external_id"), "cust-1");
      await review(page);
    },
  },
  created: {
    server: sandbox,
    text: JSON.stringify(REQUEST),
    act: async (page) => {
      await page.waitForSelector("#sandbox");
      await review(page);
      await page.click("#review-create");
      await page.waitForSelector('#review[data-state="created"]');
      await page.waitForFunction(() => /Processing has finished/.test(document.querySelector("#review").textContent));
    },
  },
  "developer-view": { developer: true, act: (page) => chooseExample(page, "Valid, with warnings") },
};

/** The tree without what differs from run to run: numbers of cases, times, the address of the server, counts of bytes. */
const masked = (tree) =>
  `${tree}\n`
    // What is announced depends on the moment.
    .replace(/^ *- status.*\n/gm, "")
    .replace(/- time: .*/g, "- time: TIME")
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, "SERVER")
    .replace(/[\d,]+ bytes/g, "N bytes")
    .replace(/\bCase \d+/g, "Case N");

for (const [name, { act, server = used, developer = false, ...options }] of Object.entries(STATES)) {
  test(`the accessibility tree: ${name}`, { skip }, async (t) => {
    const { text, ...more } = options;
    const page = await openPage(t, server, { developer: developer || text !== undefined, ...more });
    if (text !== undefined) await setText(page, text);
    if (text !== undefined && !developer) await page.uncheck("#developer");
    await act(page);
    await settled(page);
    const tree = masked(await page.locator("body").ariaSnapshot());
    const file = `${folder}/${name}.yml`;
    if (process.env.RENEW === "1") {
      await mkdir(folder, { recursive: true });
      await writeFile(file, tree);
    }
    assert.equal(tree, await readFile(file, "utf8"), `RENEW=1 writes ${file}`);
  });
}
