/** `sphinx-case/react` in React itself: on the server, on top of what that rendered, and how often components are rendered. */
import assert from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { projectWith, remove, run } from "./packed.mjs";
import { openChromium } from "./visit.mjs";

const sources = fileURLToPath(new URL("react/", import.meta.url));
const { visit } = openChromium();

/** React as it is (that of `package.json`), and the oldest line that is promised to work. */
const VERSIONS = { "React 19": {}, "React 18": { react: "18.3.1", "react-dom": "18.3.1" } };

/** How often which components are rendered meanwhile. */
async function rendersDuring(page, work) {
  const counted = () => page.evaluate(() => ({ ...globalThis.test.renders }));
  const earlier = await counted();
  await work();
  const later = await counted();
  const changed = Object.keys(later).filter((name) => later[name] !== earlier[name]);
  return Object.fromEntries(changed.map((name) => [name, later[name] - (earlier[name] ?? 0)]));
}

const field = (page, name) => page.locator(`[name="${name}"]`);

for (const [version, dependencies] of Object.entries(VERSIONS)) {
  describe(version, () => {
    const project = projectWith({ "package.json": JSON.stringify({ private: true, type: "module", dependencies }) });
    const folder = join(project, "built");
    let html;
    after(() => remove(project));

    before(async () => {
      cpSync(sources, project, { recursive: true });
      const common = { bundle: true, jsx: "automatic", define: { "process.env.NODE_ENV": '"development"' } };
      const outfile = join(folder, "server.cjs");
      await build({ ...common, entryPoints: [join(project, "server.jsx")], platform: "node", outfile });
      await build({
        ...common,
        entryPoints: [join(project, "browser.jsx")],
        format: "esm",
        outfile: join(folder, "browser.js"),
      });
      html = run(project, process.execPath, outfile).trim();
      writeFileSync(
        join(folder, "index.html"),
        `<!doctype html><html lang="en"><title>x</title><div id="root">${html}</div><script type="module" src="browser.js"></script>`,
      );
    });

    test("the server renders every field, with its value and its attributes", () => {
      assert.equal(html.match(/<input /g).length, 102);
      const [name] = html.match(/<input id="case-customer-full_name"[^>]*>/);
      for (const attribute of [
        'name="customer.full_name"',
        'value="Zoë"',
        'aria-describedby="case-customer-full_name-hint"',
        'aria-required="true"',
        'autoComplete="off"',
      ])
        assert.equal(name.includes(` ${attribute}`), true, `${attribute} in ${name}`);
      assert.doesNotMatch(name, /aria-invalid|spellcheck/i);
      assert.match(html, /<input id="case-webhook_url"[^>]* inputMode="url"[^>]* spellcheck="false"/i);
    });

    for (const mode of ["", "?strict"]) {
      test(`hydrates to the same HTML without a warning, ${mode || "not strict"}`, async (t) => {
        const { page, received } = await visit(t, folder, { path: `/${mode}` });
        await page.waitForFunction(() => globalThis.test?.root !== undefined);
        const { before, now, problems } = await page.evaluate(() => ({
          before: globalThis.test.before,
          now: document.getElementById("root").innerHTML,
          problems: globalThis.test.problems,
        }));
        assert.deepEqual(problems, []);
        assert.equal(now === before, true, "the browser has left the HTML of the server as it was");
        // What strict mode takes away and brings back must leave a form that works.
        await field(page, "customer.full_name").fill("Ada Lovelace");
        await page.click("[type=submit]");
        await page.waitForSelector("[data-submitted=true]");
        assert.equal(received.length, 1);
        assert.equal(JSON.parse(received[0]).customer.full_name, "Ada Lovelace");
      });
    }

    test("typing in one of 100 fields renders that field alone, once for each key", async (t) => {
      const { page } = await visit(t, folder);
      const input = field(page, "checks[7].delete_after");
      await input.focus();
      await page.keyboard.press("End");
      const typed = await rendersDuring(page, () => page.keyboard.type("123"));
      assert.deepEqual(typed, { "checks[7].delete_after": 3 });
      assert.equal(await input.inputValue(), "7123");
      const caret = await rendersDuring(page, async () => {
        await page.keyboard.press("Home");
        await page.keyboard.type("4");
      });
      assert.deepEqual(caret, { "checks[7].delete_after": 1 });
      assert.equal(await input.evaluate((element) => element.selectionStart), 1, "the caret stays where it was");
    });

    test("an error is told to its field and the summary, and renders nobody else", async (t) => {
      const { page } = await visit(t, folder);
      const input = field(page, "checks[7].delete_after");
      await input.fill("soon");
      const left = await rendersDuring(page, () => input.blur());
      assert.deepEqual(left, { Summary: 1, "checks[7].delete_after": 1 });
      assert.equal(await input.getAttribute("aria-invalid"), "true");
      const english = await page.textContent("#summary");
      assert.notEqual(english, "");
      const issues = await page.textContent("#case-checks-7-delete_after-issues");
      assert.equal(issues, english);
      assert.equal(await input.inputValue(), "soon", "what was typed stays");
    });

    test("a submit with an error moves the focus to it and sends nothing", async (t) => {
      const { page, received } = await visit(t, folder);
      await field(page, "webhook_url").fill("nowhere");
      await page.click("[type=submit]");
      await page.waitForFunction(() => document.activeElement?.name === "webhook_url");
      assert.deepEqual(received, []);
    });

    test("what the server says stands at its field", async (t) => {
      const body = JSON.stringify({ webhook_url: ["Not this one."] });
      const { page, received } = await visit(t, folder, { answer: () => ({ status: 200, body: "{}" }) });
      await page.evaluate((text) => globalThis.test.form().serverErrors(400, text), body);
      assert.equal(await page.textContent("#case-webhook_url-issues"), "Not this one.");
      assert.deepEqual(received, []);
    });

    test("rows keep their elements when they move; a row that goes renders no other row's fields but those renamed", async (t) => {
      const { page } = await visit(t, folder);
      const keys = () => page.$$eval("fieldset", (all) => all.map((element) => element.dataset.key));
      const before = await keys();
      assert.equal(new Set(before).size, 50);
      const first = await page.$("fieldset");
      const turned = await rendersDuring(page, () => page.click("#turn"));
      assert.deepEqual(await keys(), [before[1], before[0], ...before.slice(2)]);
      assert.equal(await first.evaluate((element) => element === document.querySelectorAll("fieldset")[1]), true);
      assert.equal(await field(page, "checks[1].delete_after").inputValue(), "0");
      assert.deepEqual(
        Object.keys(turned)
          .filter((name) => name.startsWith("row"))
          .sort(),
        [`row ${before[0]}`, `row ${before[1]}`].sort(),
      );
      const added = await rendersDuring(page, () => page.click("#append"));
      assert.equal((await keys()).length, 51);
      assert.equal(Object.keys(added).filter((name) => name.startsWith("row")).length, 1);
      assert.equal(await field(page, "checks[50].check_type").inputValue(), "SANCTION");
      const last = page.locator("fieldset").last();
      const removed = await rendersDuring(page, () => last.getByRole("button").click());
      assert.deepEqual(removed, { Checks: 1 });
      await page.locator("fieldset").first().getByRole("button").click();
      assert.deepEqual(await keys(), [before[0], ...before.slice(2)]);
      assert.equal(await field(page, "checks[0].delete_after").inputValue(), "0");
    });

    test("the language is followed; a component that comes again has a form of its own", async (t) => {
      const { page } = await visit(t, folder, { path: "/?strict" });
      const issues = () => page.textContent("#case-webhook_url-issues");
      await field(page, "webhook_url").fill("nowhere");
      await field(page, "webhook_url").blur();
      const english = await issues();
      assert.notEqual(english, "");
      await page.evaluate(() => globalThis.test.setLanguage(globalThis.test.german));
      await page.waitForFunction(
        (before) => document.querySelector("#case-webhook_url-issues").textContent !== before,
        english,
      );
      assert.match(await issues(), /Geben Sie/);
      assert.equal(await field(page, "webhook_url").inputValue(), "nowhere");
      await page.evaluate(() => globalThis.test.setThere(false));
      await page.waitForFunction(() => document.querySelector("form") === null);
      await page.evaluate(() => globalThis.test.form().set("customer.full_name", "nobody looks"));
      await page.evaluate(() => globalThis.test.setThere(true));
      await page.waitForSelector("form");
      assert.equal(await field(page, "customer.full_name").inputValue(), "Zoë");
    });

    test("its ES module and its CommonJS mirror have the same hooks, and loading them starts nothing", async () => {
      const require = createRequire(join(project, "any.cjs"));
      const module = await import(pathToFileURL(require.resolve("sphinx-case/react").replace(/\.cjs$/, ".js")).href);
      const names = ["useCaseField", "useCaseForm", "useCaseRows", "useCaseState", "useCaseSubmit"];
      assert.deepEqual(Object.keys(module).sort(), names);
      assert.deepEqual(Object.keys(require("sphinx-case/react")).sort(), names);
    });
  });
}
