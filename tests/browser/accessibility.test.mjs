/** axe in every state of the page, and what axe cannot see: the live region, targets, reflow, motion. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFinds } from "./axe.mjs";
import { notInWebKit, onlyInChromium } from "./engines/index.mjs";
import { chooseExample, LOOKS, openPage, screenshots, settled, useBrowser } from "./open.mjs";

const used = useBrowser();

/** What a person does before the page is looked at. */
const STATES = {
  empty: async () => {},
  valid: (page) => chooseExample(page, "Existing customer"),
  warnings: (page) => chooseExample(page, "Valid, with warnings"),
  errors: (page) => chooseExample(page, "Many errors"),
  rows: (page) => chooseExample(page, "Large: 50 checks"),
  "not json": (page) => page.fill("#request", '{"customer_id": 1'),
  summary: (page) => page.click('[type="submit"]'),
  review: async (page) => {
    await chooseExample(page, "New customer with a check (API example)");
    await page.click('[type="submit"]');
    await page.waitForSelector("#review[open]");
  },
  payload: async (page) => {
    await chooseExample(page, "Existing customer");
    await page.click("#tab-payload");
  },
  curl: async (page) => {
    await chooseExample(page, "Existing customer");
    await page.click("#tab-curl");
  },
  http: async (page) => {
    await chooseExample(page, "Existing customer");
    await page.click("#tab-http");
  },
};

for (const [look, context] of Object.entries(LOOKS)) {
  for (const [state, prepare] of Object.entries(STATES)) {
    test(`${look}, ${state}: axe finds nothing, and nothing is wider than the window`, async (t) => {
      const page = await openPage(t, used, { context });
      await prepare(page);
      await settled(page);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      assert.deepEqual(await axeFinds(page), []);
      const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overhang <= 0, `${overhang} pixels too wide`);
      await page.screenshot({ path: `${screenshots}/${look}-${state}.png`.replaceAll(" ", "-"), fullPage: true });
    });
  }
}

test("the explicit theme wins over the system's", { skip: onlyInChromium("it sets the color scheme") }, async (t) => {
  const page = await openPage(t, used, { context: { colorScheme: "dark" } });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await paper();
  await page.check('input[name="theme"][value="light"]');
  const light = await paper();
  assert.notEqual(light, dark);
  await page.emulateMedia({ colorScheme: "light" });
  await page.check('input[name="theme"][value="dark"]');
  assert.equal(await paper(), dark);
  await page.check('input[name="theme"][value="auto"]');
  assert.equal(await paper(), light);
});

test("screen readers hear the outcome once typing rests, not at every key", async (t) => {
  const page = await openPage(t, used, { text: "" });
  await page.waitForFunction(() => document.querySelector("#status").textContent.includes("error"));
  await page.evaluate(() => {
    window.said = [];
    const status = document.querySelector("#status");
    new MutationObserver(() => window.said.push(status.textContent)).observe(status, { childList: true });
  });
  await page.focus("#request");
  await page.keyboard.type('{"customer_id":1,"case_config":"no slug","delete_after":0}', { delay: 10 });
  await page.waitForFunction(() => window.said.length > 0);
  assert.deepEqual(await page.evaluate(() => window.said), ["1 error, 1 warning."]);
  assert.equal(await page.getAttribute("#status", "role"), "status");
});

test("targets are at least 24 pixels in both directions", async (t) => {
  for (const viewport of [
    { width: 1280, height: 900 },
    { width: 320, height: 640 },
  ]) {
    const page = await openPage(t, used, { context: { viewport } });
    await chooseExample(page, "Many errors");
    await settled(page);
    const small = await page.$$eval(
      "button, select, summary, input[type=text], textarea, label:has(input)",
      (targets) =>
        targets
          .map((target) => ({ name: target.textContent.trim().slice(0, 30), box: target.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
          .map(({ name, box }) => `${name}: ${box.width} × ${box.height}`),
    );
    assert.deepEqual(small, []);
  }
});

test("text may be twice as large without being cut off", async (t) => {
  // A window of half the width is what a zoom of 200% leaves.
  const page = await openPage(t, used, { context: { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 } });
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 640);
});

test("nothing moves for those who asked for that", { skip: notInWebKit("it asks for reduced motion") }, async (t) => {
  const page = await openPage(t, used, { context: { reducedMotion: "reduce" } });
  await chooseExample(page, "Many errors");
  await settled(page);
  const moving = await page.$$eval("*", (all) =>
    all.filter((one) => Number.parseFloat(getComputedStyle(one).transitionDuration) > 0).map((one) => one.className),
  );
  assert.deepEqual(moving, []);
});

test("marks can be told apart in forced colours", { skip: notInWebKit("it forces colors") }, async (t) => {
  const page = await openPage(t, used, { context: { forcedColors: "active" } });
  await chooseExample(page, "Many errors");
  await settled(page);
  await page.waitForSelector(".marks mark");
  const line = await page.$eval(".marks mark", (mark) => getComputedStyle(mark).textDecorationLine);
  assert.equal(line, "underline");
  assert.match(await page.$eval(".line-number.error", (number) => getComputedStyle(number, "::before").content), /×/);
  await page.screenshot({ path: `${screenshots}/forced-colors.png` });
});

/** Whether the focused element is in view, and not under another one; its name. */
const focusedPlace = (page) =>
  page.evaluate(async () => {
    // WebKit scrolls when it draws.
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    const { activeElement: one } = document;
    const { top, bottom, left, width, height } = one.getBoundingClientRect();
    const visible = [Math.max(top, 0), Math.min(bottom, innerHeight)];
    // A browser scrolls a text area as far as its caret. Firefox and WebKit do not scroll what is in view for the most part.
    const enough = Math.min(height, innerHeight, 24);
    const isInView = width > 0 && height > 0 && visible[1] - visible[0] > enough - 1;
    const at = document.elementFromPoint(left + Math.min(width / 2, 40), (visible[0] + visible[1]) / 2);
    // A visually hidden control, such as a radio button of the theme, is under its label.
    const isUncovered = one.contains(at) || one.labels?.[0]?.contains(at);
    return {
      name: one.name || one.id || one.textContent.slice(0, 40),
      ok: one !== document.body && isInView && isUncovered,
    };
  });

test("2.4.11 Focus not obscured: every entry of the summary is a link to something in view", async (t) => {
  for (const viewport of [
    { width: 1280, height: 700 },
    { width: 320, height: 480 },
  ]) {
    const page = await openPage(t, used, { context: { viewport } });
    await chooseExample(page, "Many errors");
    await page.click('[data-case-append="document_ids"]');
    await page.keyboard.type("x");
    await page.click('[type="submit"]');
    const entries = page.locator("#summary li");
    const count = await entries.count();
    assert.ok(count > 5, `${count} entries`);
    assert.equal(await page.locator("#summary li > a[href]").count(), count);
    for (let index = 0; index < count; index += 1) {
      await page.$$eval("#summary a", (links, at) => links[at].focus(), index);
      await page.keyboard.press("Enter");
      const { name, ok } = await focusedPlace(page);
      assert.ok(ok, `${await entries.nth(index).textContent()} → ${name}`);
    }
  }
});

test("2.4.11 Focus not obscured: Tab never leads to something off-screen or covered", {
  skip: notInWebKit("its windows are not active, so `:focus` matches nothing"),
}, async (t) => {
  const page = await openPage(t, used, { context: { viewport: { width: 320, height: 480 } } });
  await chooseExample(page, "New customer with a check (API example)");
  await page.focus(".skip-link");
  const wrong = [];
  for (let step = 0; step < 120; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement === document.body)) break;
    const { name, ok } = await focusedPlace(page);
    if (!ok) wrong.push(name);
  }
  assert.deepEqual(wrong, []);
});

test("1.3.1 Info and relationships: rows are named groups, and labels say what is optional", async (t) => {
  const page = await openPage(t, used, { text: '{"customer":{"full_name":"A"},"checks":[{"check_type":"PEP"},{}]}' });
  const rows = await page.$$eval('[data-case-row^="checks"] [role=group]', (groups) =>
    groups.map((group) => document.getElementById(group.getAttribute("aria-labelledby")).textContent.trim()),
  );
  assert.deepEqual(
    rows.map((name) => name.replace(/\s+/g, " ")),
    ["Check 1 Politically Exposed Person", "Check 2"],
  );
  const optional = await page.$$eval("#case-form .optional", (all) =>
    all.filter((one) => !one.closest("label, legend")).map((one) => one.parentElement.textContent),
  );
  assert.deepEqual(optional, []);
  assert.equal(await page.getAttribute('[name="customer.full_name"]', "aria-required"), "true");
});
