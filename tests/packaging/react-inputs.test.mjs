/** `sphinx-case/react` and the inputs of the page: what the browser cannot read, what was typed before hydration, actions, two forms. */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { projectWith, remove, run } from "./packed.mjs";
import { openChromium } from "./visit.mjs";

const sources = fileURLToPath(new URL("react/", import.meta.url));
const { visit } = openChromium();
const VERSIONS = { "React 19": {}, "React 18": { react: "18.3.1", "react-dom": "18.3.1" } };

const named = (page, name) => page.locator(`[name="${name}"]`);
const issuesOf = (page, name) =>
  named(page, name).evaluate((input) => document.getElementById(`${input.id}-issues`).textContent);
const isUnreadable = (page, name) => named(page, name).evaluate((input) => input.validity.badInput);
const send = (page) => page.click("[type=submit]");
/** Sends, and waits for the request. */
async function sendAndWait(page, received) {
  const count = received.length;
  const response = page.waitForResponse("**/cases*");
  await send(page);
  await response;
  assert.equal(received.length, count + 1);
  return JSON.parse(received.at(-1));
}

for (const [version, dependencies] of Object.entries(VERSIONS)) {
  describe(version, () => {
    const project = projectWith({ "package.json": JSON.stringify({ private: true, type: "module", dependencies }) });
    const folder = join(project, "built");
    let html;
    after(() => remove(project));

    before(async () => {
      cpSync(sources, project, { recursive: true });
      mkdirSync(folder);
      const common = { bundle: true, jsx: "automatic", define: { "process.env.NODE_ENV": '"development"' } };
      const outfile = join(folder, "server.cjs");
      await build({ ...common, entryPoints: [join(project, "inputs-server.jsx")], platform: "node", outfile });
      const entryPoints = [join(project, "inputs-browser.jsx")];
      await build({ ...common, entryPoints, format: "esm", outfile: join(folder, "browser.js") });
      // Actions are functions only since React 19; React 18 says so while it renders.
      html = JSON.parse(run(project, process.execPath, outfile));
      for (const [app, text] of Object.entries(html))
        writeFileSync(
          join(folder, `${app}.html`),
          `<!doctype html><html lang="en"><title>x</title><div id="root" data-app="${app}">${text}</div><script type="module" src="browser.js"></script>`,
        );
    });

    /** Opens an app; `type` is done before it is hydrated. */
    async function open(t, app, type = async () => {}) {
      const { page, received } = await visit(t, folder, { path: `/${app}.html` });
      await page.waitForFunction(() => globalThis.hydrate !== undefined);
      await type(page);
      await page.evaluate(() => globalThis.hydrate());
      await page.waitForFunction(() =>
        Object.keys(document.querySelector("#root input")).some((key) => key.startsWith("__react")),
      );
      await page.waitForTimeout(50); // effects run after the first paint
      assert.deepEqual(await page.evaluate(() => globalThis.problems), []);
      return { page, received };
    }

    describe("what the browser cannot read", () => {
      for (const [how, submit] of Object.entries({
        "the button": send,
        Enter: (page) => page.keyboard.press("Enter"),
      })) {
        test(`is an error of its field, and is not sent by ${how}`, async (t) => {
          const { page, received } = await open(t, "Numbers");
          await named(page, "customer.external_id").fill("x");
          await named(page, "delete_after").focus();
          await page.keyboard.type("e3");
          await submit(page);
          await page.waitForFunction(() => document.activeElement.name === "delete_after");
          assert.match(await issuesOf(page, "delete_after"), /^Enter a whole number/);
          assert.equal(await isUnreadable(page, "delete_after"), true, "the text stays");
          assert.deepEqual(received, []);
          await named(page, "delete_after").fill("5");
          assert.equal(await issuesOf(page, "delete_after"), "");
          assert.equal((await sendAndWait(page, received)).delete_after, 5);
        });
      }

      test("is reported when the field is left, and goes with what a program sets", async (t) => {
        const { page } = await open(t, "Numbers");
        await named(page, "customer_id").focus();
        await page.keyboard.type("12e");
        await page.keyboard.press("Tab");
        assert.match(await issuesOf(page, "customer_id"), /^Enter a whole number/);
        assert.deepEqual(
          await page.evaluate(() => globalThis.form.build().issues?.map(({ code, name }) => `${code} ${name}`)),
          ["invalid_type customer_id"],
        );
        await page.evaluate(() => globalThis.form.set("customer_id", undefined));
        await page.waitForFunction(() => !document.querySelector("[name=customer_id]").validity.badInput);
      });
    });

    test("the constraints of the page count, also of inputs that are not fields", async (t) => {
      const { page, received } = await open(t, "Numbers");
      await named(page, "delete_after").fill("91");
      await send(page);
      await page.waitForFunction(() => document.activeElement.name === "customer.external_id");
      assert.equal(await issuesOf(page, "customer.external_id"), "This field is required");
      assert.match(await issuesOf(page, "delete_after"), /90/);
      await named(page, "customer.external_id").fill("x");
      await named(page, "delete_after").fill("9");
      await page.uncheck("#terms");
      await send(page);
      await page.waitForFunction(() => document.activeElement.id === "terms");
      assert.deepEqual(received, []);
      await page.check("#terms");
      await sendAndWait(page, received);
    });

    test("an issue that appears at blur does not take the button away from under the pointer", async (t) => {
      const { page, received } = await open(t, "Numbers");
      await named(page, "customer.external_id").fill("x");
      await named(page, "webhook_url").fill("http://example.com/");
      const button = await page.locator("[type=submit]").boundingBox();
      await page.mouse.move(button.x + 5, button.y + 5);
      await page.mouse.down();
      await page.waitForTimeout(50);
      assert.equal(await issuesOf(page, "webhook_url"), "", "not while the button is pressed");
      const response = page.waitForResponse("**/cases*");
      await page.mouse.up();
      await response;
      assert.equal(received.length, 1);
      await page.waitForFunction(() => document.querySelector("[id$=webhook_url-issues]").textContent !== "");
    });

    test("what was typed before hydration stays, and is sent", async (t) => {
      const { page, received } = await open(t, "Typed", async (page) => {
        await named(page, "customer.full_name").fill("Ada");
        await named(page, "customer.external_id").fill("a-1");
        await named(page, "customer.input_details").fill('{"b":2}');
        await named(page, "customer.customer_type").selectOption("COMPANY");
        await named(page, "auto_start").uncheck();
      });
      const { customer, auto_start } = await sendAndWait(page, received);
      assert.deepEqual(customer, {
        full_name: "Ada",
        external_id: "a-1",
        customer_type: "COMPANY",
        input_details: { b: 2 },
      });
      assert.equal(auto_start, false);
      assert.equal(await named(page, "customer.input_details").inputValue(), '{"b":2}');
      assert.equal(await named(page, "auto_start").isChecked(), false);
    });

    test("what the browser cannot read was typed before hydration: it is an error", async (t) => {
      const { page, received } = await open(t, "Typed", async (page) => {
        await named(page, "delete_after").focus();
        await page.keyboard.type("3e");
      });
      await send(page);
      await page.waitForFunction(() => document.activeElement.name === "delete_after");
      assert.match(await issuesOf(page, "delete_after"), /^Enter a whole number/);
      assert.deepEqual(received, []);
    });

    test("nothing was typed: the form is as it was rendered", async (t) => {
      const { page, received } = await open(t, "Typed");
      assert.deepEqual((await sendAndWait(page, received)).customer, { full_name: "Grace", input_details: { a: 1 } });
      assert.equal(await named(page, "auto_start").isChecked(), true, "without a value the default of the API applies");
    });

    test("two forms on a page have their own labels, hints and focus", async (t) => {
      const { page, received } = await open(t, "Two");
      const ids = await page.$$eval("[id]", (all) => all.map(({ id }) => id));
      assert.equal(new Set(ids).size, ids.length, ids.join());
      const second = page.getByRole("form", { name: "second" });
      await second.getByRole("button").click();
      await page.waitForFunction(() => document.activeElement.form?.getAttribute("aria-label") === "second");
      await second.getByLabel("customer.full_name").fill("Ada");
      assert.equal(await page.getByRole("form", { name: "first" }).getByRole("textbox").inputValue(), "");
      await second.getByRole("button").click();
      await page.waitForTimeout(100);
      assert.equal(JSON.parse(received[0]).customer.full_name, "Ada");
    });

    if (version === "React 18") return;

    for (const how of ["submit", "around"]) {
      test(`an action (${how}) sends, and page and store agree after React has reset the form`, async (t) => {
        const { page, received } = await open(t, "Actions");
        if (how === "around") await page.click("#how");
        await named(page, "checks[0].check_type").selectOption("IDV");
        await named(page, "auto_start").uncheck();
        for (let round = 0; round < 2; round++) {
          const { checks, auto_start } = await sendAndWait(page, received);
          assert.deepEqual([checks, auto_start], [[{ check_type: "IDV" }], false]);
          await page.waitForTimeout(50);
          assert.equal(await named(page, "checks[0].check_type").inputValue(), "IDV");
          assert.equal(await named(page, "auto_start").isChecked(), false);
          assert.equal(await named(page, "customer_id").inputValue(), "7");
        }
      });
    }

    test("an action with an error sends nothing, and keeps the page", async (t) => {
      const { page, received } = await open(t, "Actions");
      await named(page, "checks[0].check_type").selectOption("IDV");
      await named(page, "delete_after").focus();
      await page.keyboard.type("3e");
      await send(page);
      await page.waitForFunction(() => document.activeElement.name === "delete_after");
      await page.waitForTimeout(50);
      assert.deepEqual(received, []);
      assert.equal(await named(page, "checks[0].check_type").inputValue(), "IDV");
      const { value } = await page.evaluate(() => globalThis.form.field("delete_after").state);
      const isGone = !(await isUnreadable(page, "delete_after"));
      assert.equal(
        await issuesOf(page, "delete_after").then((text) => text === ""),
        isGone,
        `page and store agree: ${value}`,
      );
    });

    test("the reset button leaves page and store in agreement", async (t) => {
      const { page } = await open(t, "Actions");
      await named(page, "checks[0].check_type").selectOption("IDV");
      await named(page, "auto_start").uncheck();
      await page.click("[type=reset]");
      await page.waitForTimeout(50);
      const stored = await page.evaluate(() =>
        ["checks[0].check_type", "auto_start"].map((name) => globalThis.form.field(name).input.value),
      );
      assert.deepEqual(stored, [
        await named(page, "checks[0].check_type").inputValue(),
        String(await named(page, "auto_start").isChecked()),
      ]);
    });
  });
}
