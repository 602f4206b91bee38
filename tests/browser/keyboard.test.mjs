/** The page with the keyboard alone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { clipboard, openPage, selectedText, settled, useBrowser } from "./open.mjs";

const used = useBrowser();

/** Presses Tab until the focus has gone round once; what it met, and whether the focus could be seen there. */
async function walk(page) {
  const met = [];
  for (let step = 0; step < 200; step += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const focused = document.activeElement;
      if (focused === document.body) return undefined;
      const drawn = [focused, focused.nextElementSibling, focused.closest(".editor")].filter(Boolean);
      const box = focused.getBoundingClientRect();
      return {
        name:
          focused.id || focused.name || focused.className || `${focused.parentElement.className} ${focused.localName}`,
        visible: drawn.some(
          (one) =>
            getComputedStyle(one).outlineStyle !== "none" &&
            one.matches(":focus-visible, :focus-within, :focus-visible + *"),
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
  await page.selectOption("#example", { label: "Valid, with advice" });
  await settled(page);
  await page.evaluate(() => document.activeElement.blur());
  await page.reload();
  await page.waitForSelector('#verdict:not([data-state="waiting"])');
  const met = await walk(page);
  const names = met.map(({ name }) => name);
  const expected = [
    "skip-link",
    "skip-link",
    "theme",
    "example",
    "format",
    "reset",
    "request",
    "unknownFields",
    "defaults",
    "keep",
    "issue warning button",
    "pretty",
    "payload-copy",
    "payload",
    "curl-copy",
    "curl",
    "details summary",
  ];
  let at = 0;
  for (const name of names) {
    if (expected[at] === name || (name.endsWith("summary") && expected[at] === "details summary")) at += 1;
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
  assert.equal(await page.evaluate(() => document.activeElement.id), "request");
  await page.reload();
  await page.waitForSelector('#verdict:not([data-state="waiting"])');
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
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

test("a request can be corrected and copied without a mouse", async (t) => {
  const page = await openPage(t, used, { text: '{"customer_id":1,"case_config":"no slug"}' });
  await page.focus("#request");
  await page.keyboard.press("F8");
  await page.keyboard.type('"kyb"');
  await settled(page);
  assert.match(await page.textContent("#verdict"), /^Valid/);
  for (let press = 0; press < 12; press += 1) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate(() => document.activeElement.id)) === "payload-copy") break;
  }
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("#payload-copy").textContent === "Copied");
  assert.equal(await page.evaluate(() => document.activeElement.id), "payload-copy", "the focus stays");
  assert.match(await clipboard(page), /"case_config":"kyb"/);
});
