/** `examples/leptos` in Chromium, by the keyboard: a frontend in Rust on the form of the crate. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { root, useBrowser } from "../browser/open.mjs";
import { PROGRAM } from "../browser/relay.mjs";

const dist = `${root}target/leptos/dist`;
execFileSync(`${root}examples/leptos/build.sh`, [dist], { stdio: ["ignore", "inherit", "inherit"] });

const used = useBrowser({
  mounts: { "/": dist },
  policy:
    "default-src 'none'; connect-src 'self'; img-src data:; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
});

/** Opens the page; the test fails when the browser reports an error. */
async function open(t) {
  const { server, browser } = await used.start();
  const page = await browser.newPage();
  const errors = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(error.stack));
  t.after(async () => {
    await page.close();
    assert.deepEqual(errors, []);
  });
  await page.goto(server.url);
  await page.waitForSelector("form");
  return page;
}

const issues = (page, path) => page.textContent(`[id="${path}-issues"]`);
const payload = (page) => page.textContent("#payload");
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);

/** The body that the native program builds. */
function native(request) {
  return execFileSync(PROGRAM, ["build", "-"], { input: JSON.stringify(request), encoding: "utf8" }).trim();
}

test("a case is filled in by the keyboard, and its payload is the one that Rust builds natively", async (t) => {
  const page = await open(t);
  const keyboard = page.keyboard;
  await page.evaluate(() => {
    document.addEventListener("case-payload", ({ detail }) => {
      window.announced = detail;
    });
  });
  await page.focus("[id='customer.full_name']");
  await keyboard.type("Ada Löwelace");
  await keyboard.press("Tab");
  await keyboard.press("Tab");
  await keyboard.type("30");
  await keyboard.press("Tab");
  assert.equal(await focused(page), "Add check");
  await keyboard.press("Enter");
  await keyboard.press("Space");
  await page.focus("[id='checks[0].check_type']");
  await keyboard.type("Politically");
  await keyboard.press("Tab"); // the button that removes the row
  await keyboard.press("Tab");
  await keyboard.type("Sanction");

  const request = {
    customer: { full_name: "Ada Löwelace" },
    checks: [{ check_type: "PEP" }, { check_type: "SANCTION" }],
    delete_after: 30,
  };
  assert.equal(await payload(page), native(request));
  await keyboard.press("Tab");
  await keyboard.press("Tab");
  await keyboard.press("Tab");
  assert.equal(await focused(page), "Create case");
  await keyboard.press("Enter");
  const announced = await page.evaluate(() => window.announced);
  assert.equal(announced.body, await payload(page));
  assert.deepEqual(announced.payload, JSON.parse(announced.body));
});

test("issues are shown at their fields once these are left, and go as soon as they are corrected", async (t) => {
  const page = await open(t);
  const days = page.locator("[id='delete_after']");
  await days.focus();
  await page.keyboard.type("soon");
  assert.equal(await issues(page, "delete_after"), "");
  await page.keyboard.press("Tab");
  assert.match(await issues(page, "delete_after"), /whole number/i);
  assert.equal(await days.getAttribute("aria-invalid"), "true");
  await days.focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("0");
  assert.equal(await days.getAttribute("aria-invalid"), "false");
  assert.equal(await days.inputValue(), "0");
});

test("a submit with errors shows them and moves the focus to the first one", async (t) => {
  const page = await open(t);
  assert.equal(await issues(page, "customer.full_name"), "");
  await page.focus("button[type=submit]");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.id === "customer.full_name");
  assert.notEqual(await issues(page, "customer.full_name"), "");
  assert.equal(await payload(page), "Not complete yet");
  await page.keyboard.type("A");
  assert.equal(await issues(page, "customer.full_name"), "");
  assert.equal(await payload(page), native({ customer: { full_name: "A" } }));
});

test("a row that is removed takes its text with it, and the others keep theirs", async (t) => {
  const page = await open(t);
  for (const [index, type] of ["PEP", "IDV", "CRA"].entries()) {
    await page.getByRole("button", { name: "Add check" }).press("Enter");
    await page.selectOption(`[id="checks[${index}].check_type"]`, type);
  }
  await page.getByRole("button", { name: "Remove checks[1]" }).press("Enter");
  assert.equal(await page.locator("select").count(), 2);
  assert.deepEqual(await page.locator("select").evaluateAll((all) => all.map(({ id, value }) => [id, value])), [
    ["checks[0].check_type", "PEP"],
    ["checks[1].check_type", "CRA"],
  ]);
});

test("labels and hints are those of the declaration", async (t) => {
  const page = await open(t);
  assert.equal(await page.textContent("label[for='customer.full_name']"), "Full name");
  assert.match(await page.textContent("[id='customer.full_name-hint']"), /255/);
});
