/** A bound form where the policy of the page forbids WebAssembly. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFormData } from "../../pkg/dist/index.js";
import { useForms } from "./dom.mjs";
import { engine } from "./engines/index.mjs";

const { open, posted } = useForms();

test("without 'wasm-unsafe-eval' the form posts natively, and says which directive is missing", async (t) => {
  const page = await open(t, { nowasm: true, sends: false, errors: true });
  assert.equal(await page.evaluate(() => window.binding.form), undefined);
  assert.equal(await page.evaluate(() => window.binding.failure.reason), "blocked");
  if (engine === "chromium") assert.ok(page.complaints.some((text) => text.includes("'wasm-unsafe-eval'")));
  assert.match(await page.textContent("[data-case-failure]:not([hidden])"), /script-src/);
  await page.fill("#delete_after", "soon");
  await page.uncheck("[name=auto_start]");
  await page.click("#send");
  await page.waitForSelector("h1:text('Posted')");
  const read = parseFormData(new URLSearchParams(posted.at(-1)), { ignore: ["csrf_token"] });
  assert.deepEqual(
    read.issues.map(({ name, code }) => `${name} ${code}`),
    ["customer.full_name required", "delete_after invalid_type"],
  );
  assert.equal(new URLSearchParams(posted.at(-1)).get("auto_start"), "false");
});

for (const [what, change] of [
  ["no method", (html) => html.replace(' method="post"', "")],
  [
    "no method and no place for the failure",
    (html) => html.replace(' method="post"', "").replace("data-case-failure", ""),
  ],
  ["a method that browsers do not know", (html) => html.replace('method="post"', 'method="put"')],
  [
    "an input with the name `method`",
    (html) => html.replace(/ method="post"([^>]*>)/, '$1<input name="method" value="post">'),
  ],
]) {
  test(`a form with ${what} does not put its values into the address`, async (t) => {
    const page = await open(t, { nowasm: true, errors: true, change });
    const address = await page.evaluate(() => location.href);
    const count = posted.length;
    await page.fill("#full_name", "Ada Lovelace");
    await page.click("#send");
    await page.waitForSelector("#case p:text('wasm-unsafe-eval')");
    await page.focus("#full_name");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => location.href), address);
    assert.equal(posted.length, count);
    assert.equal(await page.inputValue("#full_name"), "Ada Lovelace");
  });
}

test("a form without a method whose button has one is posted", async (t) => {
  const change = (html) => html.replace(' method="post"', "").replace('id="send"', 'id="send" formmethod="post"');
  const page = await open(t, { nowasm: true, errors: true, change });
  await page.fill("#full_name", "Ada Lovelace");
  await page.click("#send");
  await page.waitForSelector("h1:text('Posted')");
  assert.equal(new URLSearchParams(posted.at(-1)).get("customer.full_name"), "Ada Lovelace");
});
