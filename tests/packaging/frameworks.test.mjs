/** The pages of `examples/`, with the packed package and the libraries of their `package.json`: built, and used in Chromium. */
import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { projectWith, remove } from "./packed.mjs";
import { openChromium } from "./visit.mjs";

const folder = fileURLToPath(new URL("../../examples/", import.meta.url));
const examples = readdirSync(folder).filter((name) => existsSync(join(folder, name, "package.json")));
const tools = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")).devDependencies;

const { visit } = openChromium();
const project = projectWith({});
after(() => remove(project));
const require = createRequire(join(project, "any.cjs"));
const { buildPayload, validate } = require("sphinx-case");

/** What is filled in, at last. */
const REQUEST = {
  customer: { full_name: "Zoë 😀" },
  webhook_url: "https://example.com/hook",
  delete_after: 30,
  case_config: "kyc",
};
/** What is wrong with it before. */
const WRONG = { ...REQUEST, webhook_url: "nowhere", delete_after: "soon" };

test("there is one for each library that is promised", () => {
  assert.deepEqual(examples, ["conform", "react", "react-hook-form", "svelte", "tanstack-form", "vue"]);
});

for (const name of examples) {
  describe(name, () => {
    test("its libraries are those of this test", () => {
      const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8"));
      const { "sphinx-case": ours, ...theirs } = { ...dependencies, ...devDependencies };
      assert.match(ours, /^\^/);
      for (const [library, version] of Object.entries(theirs)) assert.equal(version, tools[library], library);
    });

    test("fill in, see what is wrong, mend it, send: what arrives is the payload", async (t) => {
      const root = join(project, name);
      cpSync(join(folder, name), root, { recursive: true });
      const { build } = await import(pathToFileURL(require.resolve("vite")).href);
      await build({ root, logLevel: "error", build: { outDir: "built" } });
      const { page, received } = await visit(t, join(root, "built"));
      const fill = (field, text) => page.fill(`[name="${field}"]`, text);
      const issues = (field) => page.textContent(`[data-issues="${field}"]`);
      const said = (field) => messages(validate(WRONG), field);

      await page.waitForSelector("form");
      assert.equal(await page.inputValue('[name="case_config"]'), "kyc", "as the form starts");
      await fill("customer.full_name", REQUEST.customer.full_name);
      await fill("webhook_url", WRONG.webhook_url);
      await fill("delete_after", WRONG.delete_after);
      await page.click("button");
      await page.waitForFunction(() => document.querySelector('[data-issues="webhook_url"]').textContent !== "");
      assert.equal(await issues("webhook_url"), said("webhook_url"));
      assert.notEqual(await issues("delete_after"), "");
      assert.equal(await issues("customer.full_name"), "");
      assert.equal(await page.getAttribute('[name="webhook_url"]', "aria-invalid"), "true");
      assert.equal(await page.inputValue('[name="delete_after"]'), "soon", "what was typed stays");
      assert.deepEqual(received, []);

      await fill("webhook_url", REQUEST.webhook_url);
      await fill("delete_after", String(REQUEST.delete_after));
      await page.waitForFunction(() => document.querySelector('[data-issues="webhook_url"]').textContent === "");
      await page.click("button");
      await page.waitForFunction(() => document.querySelector("output").textContent !== "");
      assert.deepEqual(received, [buildPayload(REQUEST).body]);
    });

    test("nothing filled in: the customer is missing, and is said to be", async (t) => {
      const { page, received } = await visit(t, join(project, name, "built"));
      await page.waitForSelector("form");
      const shown = () => page.$$eval("strong", (all) => all.map(({ textContent }) => textContent).filter(Boolean));
      await page.click("button");
      await page.waitForFunction(() => document.querySelector("strong:not(:empty)") !== null);
      // React Hook Form has a customer as soon as it has a field for its name. Conform posts its inputs, and only those of a
      // new customer, so the name is asked for.
      const expected = ["react-hook-form", "conform"].includes(name)
        ? messages(validate({ customer: {} }), "customer.full_name")
        : messages(validate({ case_config: "kyc" }), "");
      assert.notEqual(expected, "");
      assert.deepEqual(await shown(), [expected]);
      assert.deepEqual(received, []);
      await page.fill('[name="customer.full_name"]', "Ada");
      await page.waitForFunction(() => document.querySelector("strong:not(:empty)") === null);
      await page.click("button");
      await page.waitForFunction(() => document.querySelector("output").textContent !== "");
      assert.deepEqual(received, [buildPayload({ customer: { full_name: "Ada" }, case_config: "kyc" }).body]);
    });
  });
}

function messages({ issues }, field) {
  return issues
    .filter((issue) => issue.name === field)
    .map(({ message }) => message)
    .join(" ");
}
