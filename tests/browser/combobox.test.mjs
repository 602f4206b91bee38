/** The check types of the page: an editable combobox after the ARIA Authoring Practices. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFinds } from "./axe.mjs";
import { onlyInChromium } from "./engines/index.mjs";
import { chooseExample, openPage, setText, settled, useBrowser } from "./open.mjs";

const used = useBrowser();

const TYPE = '[name="checks[0].check_type"]';
const options = (page) => page.locator("[role=option]").allTextContents();
const value = (page, selector = TYPE) => page.inputValue(selector);
const request = async (page) => {
  await settled(page);
  return JSON.parse(await page.inputValue("#request"));
};

/** The attributes of the combobox for assistive technology. */
const state = (page, selector = TYPE) =>
  page.$eval(selector, (input) => {
    const list = document.getElementById(input.getAttribute("aria-controls") ?? "");
    const active = document.getElementById(input.getAttribute("aria-activedescendant") ?? "");
    return {
      expanded: input.getAttribute("aria-expanded"),
      list: list?.getAttribute("role") ?? null,
      active: active?.querySelector("code")?.textContent ?? active?.textContent ?? null,
      selected: document.querySelectorAll("[role=option][aria-selected=true]").length,
    };
  });

const CLOSED = { expanded: "false", list: null, active: null, selected: 0 };
const open = (active = null) => ({ expanded: "true", list: "listbox", active, selected: active === null ? 0 : 1 });

async function withCheck(t, more = {}) {
  const page = await openPage(t, used, more);
  await page.click('[data-case-append="checks"]');
  return page;
}

test("it finds by label and by value, without case and accents, and the arrow keys choose", async (t) => {
  const page = await withCheck(t);
  assert.deepEqual(await state(page), CLOSED, "the focus alone opens nothing");
  await page.keyboard.type("IDENT");
  assert.deepEqual(await options(page), [
    "Identity Verification IDV",
    "Proof of Identity PROOF_OF_IDENTITY",
    "Proof of Identity (KYB) KYB_PROOF_OF_IDENTITY",
    "Use “IDENT” as entered",
  ]);
  assert.deepEqual(await state(page), open());
  await page.keyboard.press("ArrowDown");
  assert.deepEqual(await state(page), open("IDV"));
  await page.keyboard.press("ArrowUp");
  assert.deepEqual(await state(page), open("Use “IDENT” as entered"), "around the end");
  assert.equal(await value(page), "IDENT", "what is typed stays until an option is chosen");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  assert.equal(await value(page), "KYB_PROOF_OF_IDENTITY");
  assert.deepEqual(await state(page), CLOSED);
  assert.equal(await page.textContent("[data-check-label]"), "Proof of Identity (KYB)", "beside the value");
  assert.deepEqual((await request(page)).checks, [{ check_type: "KYB_PROOF_OF_IDENTITY" }]);
  assert.equal(await page.isVisible("#summary"), false, "Enter in the list submits nothing");
  await page.fill(TYPE, "kyb proof");
  assert.deepEqual((await options(page)).length, 3, "words in any order, in value and label");
  await page.fill(TYPE, "pèp");
  assert.deepEqual(await options(page), ["Politically Exposed Person PEP", "Use “pèp” as entered"]);
  await page.keyboard.press("Tab");
  assert.equal(await value(page), "pèp", "what differs by more than case is kept");
  await page.fill(TYPE, "pep");
  assert.deepEqual(await options(page), ["Politically Exposed Person PEP"], "an option is not offered as entered");
  await page.keyboard.press("Tab");
  assert.equal(await value(page), "PEP");
  await page.fill(TYPE, "Sanktionen");
  assert.deepEqual(await options(page), ["Sanction SANCTION"], "the label of another language finds it too");
});

test("any value stays, and the list says so", async (t) => {
  const page = await withCheck(t);
  await page.keyboard.type("My own <b>type</b>");
  assert.deepEqual(await options(page), ["Use “My own <b>type</b>” as entered"]);
  await page.click("[role=option]");
  assert.deepEqual((await request(page)).checks, [{ check_type: "My own <b>type</b>" }]);
  assert.equal(await page.evaluate((type) => document.activeElement.matches(type), TYPE), true, "the focus stays");
  await page.keyboard.press("ArrowDown");
  assert.equal((await options(page)).length, 36, "opened by key, the list has all options and the current value");
  await page.keyboard.press("Escape");
  assert.deepEqual(await state(page), CLOSED);
  assert.equal(await value(page), "My own <b>type</b>", "Escape loses nothing");
});

test("Home, End, Escape, Tab, Enter and Alt with arrows do what the pattern says", async (t) => {
  const page = await withCheck(t);
  await page.keyboard.press("Alt+ArrowDown");
  assert.deepEqual(await state(page), open(), "opened, and no option is active");
  await page.keyboard.press("Alt+ArrowUp");
  assert.deepEqual(await state(page), CLOSED);
  await page.keyboard.press("ArrowUp");
  assert.equal((await state(page)).active, "TRANSACTION_MONITORING", "the last option");
  await page.keyboard.press("Home");
  assert.deepEqual(await state(page), open(), "the caret is in the text again");
  await page.keyboard.press("ArrowDown");
  assert.equal((await state(page)).active, "UBO_RESOLUTION");
  await page.keyboard.press("End");
  assert.deepEqual(await state(page), open());
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  assert.equal(await value(page), "UBO_RESOLUTION", "Tab takes the active option");
  await page.focus(TYPE);
  await page.keyboard.press("ArrowDown");
  assert.equal((await state(page)).active, "UBO_RESOLUTION", "the chosen option comes first");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("sanc");
  await page.keyboard.press("Enter");
  assert.deepEqual(await state(page), CLOSED, "Enter closes the list and keeps the text");
  assert.equal(await value(page), "sanc");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await value(page), "sanc");
});

test("a chosen check is the same in another language, after Undo and from JSON", async (t) => {
  const page = await withCheck(t);
  await page.selectOption("#language", "de");
  await settled(page);
  await page.fill(TYPE, "kontoauszuge");
  const [first] = await options(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const chosen = await value(page);
  assert.match(chosen, /^[A-Z_]+$/);
  assert.equal(first, `${await page.textContent("[data-check-label]")} ${chosen}`);
  await page.selectOption("#language", "fr");
  await settled(page);
  assert.equal(await value(page), chosen);
  assert.notEqual(`${await page.textContent("[data-check-label]")} ${chosen}`, first);
  await page.click('[data-case-row="checks[0]"] [data-case-remove]');
  await page.click("#removed button");
  assert.equal(await value(page), chosen);
  assert.deepEqual(await state(page), CLOSED);
  await setText(page, '{"customer_id":1,"checks":[{"check_type":"PEP"},{"check_type":"X"}]}');
  assert.deepEqual(await page.$$eval("[name$=check_type]", (all) => all.map((one) => one.value)), ["PEP", "X"]);
  assert.deepEqual(
    await page
      .locator("[data-check-label]")
      .allTextContents()
      .then((all) => all.map(Boolean)),
    [true, false],
  );
});

test("fifty rows share one list, which closes when the focus leaves", async (t) => {
  const page = await openPage(t, used);
  await chooseExample(page, "Large: 50 checks");
  const input = (index) => `[name="checks[${index}].check_type"]`;
  for (const index of [0, 49, 20]) {
    await page.click(input(index));
    assert.equal((await state(page, input(index))).expanded, "true");
    assert.equal(await page.locator("[role=listbox]").count(), 1);
    assert.equal(await page.locator("[role=combobox][aria-expanded=true]").count(), 1);
  }
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const at = await page.evaluate(() => {
    const { top, bottom } = document.querySelector("[aria-selected=true]").getBoundingClientRect();
    return [top >= 0, bottom <= innerHeight];
  });
  assert.deepEqual(at, [true, true], "the active option is in view");
  await page.focus("#reset");
  assert.equal(await page.locator("[role=listbox]").count(), 0);
});

test("a finger opens the list and chooses", { skip: onlyInChromium("it has a touch screen") }, async (t) => {
  const page = await withCheck(t, { context: { hasTouch: true, viewport: { width: 390, height: 700 } } });
  await page.tap(TYPE);
  assert.deepEqual(await state(page), open());
  await page.locator("[role=option]").nth(3).tap();
  assert.equal(await value(page), "BALANCE_SHEETS");
  assert.deepEqual(await state(page), CLOSED);
  await page.tap(TYPE);
  await page.tap("h1");
  assert.equal(await page.locator("[role=listbox]").count(), 0, "a tap elsewhere closes it");
  assert.equal(await value(page), "BALANCE_SHEETS");
});

test("with the list open axe finds nothing, and nothing is wider than the window", async (t) => {
  for (const context of [{}, { viewport: { width: 320, height: 640 } }, { colorScheme: "dark" }]) {
    const page = await withCheck(t, { context });
    await page.keyboard.type("proof");
    await page.keyboard.press("ArrowDown");
    assert.deepEqual(await axeFinds(page), []);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  }
});
