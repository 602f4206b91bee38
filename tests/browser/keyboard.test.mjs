/** The page with the keyboard alone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { notInWebKit } from "./engines/index.mjs";
import { chooseExample, clipboard, openPage, selectedText, settled, useBrowser } from "./open.mjs";

const used = useBrowser();

/** Presses Tab until the focus has gone round once; what it met, and whether the focus could be seen there. */
async function walk(page) {
  const met = [];
  for (let step = 0; step < 200; step += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(async () => {
      // WebKit scrolls when it draws.
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
      const focused = document.activeElement;
      if (focused === document.body) return undefined;
      const drawn = [focused, focused.nextElementSibling, focused.closest(".editor"), focused.closest(".radio")].filter(
        Boolean,
      );
      const box = focused.getBoundingClientRect();
      return {
        name:
          focused.id || focused.name || focused.className || `${focused.parentElement.className} ${focused.localName}`,
        visible: drawn.some(
          (one) =>
            getComputedStyle(one).outlineStyle !== "none" &&
            one.matches(":focus-visible, :focus-within, :focus-visible + *, :has(:focus-visible)"),
        ),
        inView: box.bottom > 0 && box.top < innerHeight,
      };
    });
    if (stop === undefined) break;
    met.push(stop);
  }
  return met;
}

test("Tab reaches everything in reading order, shows where it is, and is never caught", async (t) => {
  const page = await openPage(t, used);
  await chooseExample(page, "Valid, with warnings");
  await page.click("#tab-payload");
  await page.focus(".skip-link");
  const met = await walk(page);
  const names = met.map(({ name }) => name);
  const expected = [
    "skip-link",
    "language",
    "theme",
    "file-input",
    "file-template",
    "example",
    "reset",
    "undo",
    "choose-customer",
    "case-customer-full_name",
    "case-customer-external_id",
    "case-customer-customer_type",
    "case-detail-dob",
    "case-detail-nationality",
    "case-detail-email",
    "case-detail-phone",
    "case-detail-address",
    "choose-checks",
    "case-webhook_url",
    "auto_start",
    "keep",
    "forget",
    "tab-payload",
    "pretty",
    "payload-copy",
    "payload",
    "options summary",
  ];
  let at = 0;
  for (const name of names) {
    if (expected[at] === name) at += 1;
  }
  assert.equal(at, expected.length, `met ${names.join(", ")}; did not meet ${expected[at]}`);
  assert.deepEqual(
    met.filter(({ visible }) => !visible).map(({ name }) => name),
    [],
    "focus is visible everywhere",
  );
  assert.deepEqual(
    met.filter(({ inView }) => !inView).map(({ name }) => name),
    [],
    "focus is in view everywhere",
  );
});

test("skip links lead to the text and to the results", async (t) => {
  const page = await openPage(t, used);
  await page.keyboard.press("Tab");
  assert.ok(await page.locator(".skip-link").first().isVisible());
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "form-heading");
  await page.focus('.skip-link[href="#results"]');
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "results");
});

test("F8 and Shift+F8 go through the issues, around the end", async (t) => {
  const page = await openPage(t, used, { text: '{"customer_id":1,\n"a":1,\n"case_config":"no slug",\n"b":2}' });
  await page.focus("#request");
  await page.keyboard.press("Control+Home");
  const places = [];
  for (let press = 0; press < 4; press += 1) {
    await page.keyboard.press("F8");
    places.push(await selectedText(page));
  }
  assert.deepEqual(places, ['"a"', '"no slug"', '"b"', '"a"']);
  await page.keyboard.press("Shift+F8");
  assert.equal(await selectedText(page), '"b"');
});

test("a request can be corrected and copied without a mouse", {
  skip: notInWebKit("it reads the clipboard"),
}, async (t) => {
  const page = await openPage(t, used, { text: '{"customer_id":1,"case_config":"no slug"}' });
  await page.focus("#request");
  await page.keyboard.press("F8");
  await page.keyboard.type('"kyb"');
  await settled(page);
  assert.match(await page.textContent("#verdict"), /^Valid/);
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "tab-json");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.id), "tab-payload");
  await tabTo(page, "#payload-copy");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("#payload-copy").textContent === "Copied");
  assert.equal(await page.evaluate(() => document.activeElement.id), "payload-copy", "the focus stays");
  assert.match(await clipboard(page), /"case_config":"kyb"/);
});

/** Presses Tab until the focus is there. */
async function tabTo(page, selector) {
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`Tab does not lead to ${selector}`);
}

test("the whole form is filled in, corrected and submitted without a mouse", async (t) => {
  const page = await openPage(t, used);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await tabTo(page, '[name="customer.full_name"]');
  await page.keyboard.type("   ");
  await tabTo(page, '[name="customer.external_id"]');
  await page.keyboard.type("cust-1");
  await tabTo(page, '[name="customer.customer_type"]');
  await page.keyboard.press("ArrowDown");
  await tabTo(page, "#case-detail-dob");
  await page.keyboard.type("1990-01-31");
  await tabTo(page, "#details-json > summary");
  await page.keyboard.press("Enter");
  await tabTo(page, '[name="customer.input_details"]');
  await tabTo(page, '[data-retention="customer.delete_after"] input');
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await tabTo(page, '[data-case-append="checks"]');
  await page.keyboard.press("Enter");
  assert.equal(
    await page.evaluate(() => document.activeElement.name),
    "checks[0].check_type",
    "a new row has the focus",
  );
  await page.keyboard.type("Sanction");
  await tabTo(page, ".row summary");
  await page.keyboard.press("Enter");
  await tabTo(page, '[data-case-append="checks[0].document_ids"]');
  await page.keyboard.press("Enter");
  await page.keyboard.type("12");
  await tabTo(page, '[data-case-append="document_ids"]');
  await page.keyboard.press("Enter");
  await page.keyboard.type("x");
  await tabTo(page, '[name="webhook_url"]');
  await page.keyboard.type("https://example.com/hook");
  await tabTo(page, '[name="auto_start"]');
  await page.keyboard.press("ArrowDown");
  await tabTo(page, '[data-retention="delete_after"] input');
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await tabTo(page, ".days");
  await page.keyboard.type("365");
  await tabTo(page, '[type="submit"]');
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "summary");
  await tabTo(page, "#summary a");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.name), "customer.full_name");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Ada Lovelace");
  await tabTo(page, '[name="document_ids[0]"]');
  await page.keyboard.press("Control+A");
  await page.keyboard.type("77");
  await tabTo(page, '[type="submit"]');
  await page.keyboard.press("Enter");
  await page.waitForSelector("#review[open]");
  assert.deepEqual(JSON.parse(await page.textContent("#review-payload")), {
    customer: {
      full_name: "Ada Lovelace",
      external_id: "cust-1",
      customer_type: "INDIVIDUAL",
      input_details: { dob: "1990-01-31" },
      delete_after: 0,
    },
    webhook_url: "https://example.com/hook",
    checks: [{ check_type: "SANCTION", document_ids: [12] }],
    document_ids: [77],
    delete_after: 365,
    auto_start: false,
  });
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.type), "submit", "the focus comes back");
});
