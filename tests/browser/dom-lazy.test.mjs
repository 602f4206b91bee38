/** `sphinx-case/lazy` in Chromium: what the user does before the code of the form has arrived. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { useForms } from "./dom.mjs";
import { onlyInChromium } from "./engines/index.mjs";

const { open, posted } = useForms();
const only = { skip: onlyInChromium("it holds scripts") };
const sent = (page) => page.evaluate(() => window.sent.map((body) => JSON.parse(body)));

/** Starts to bind the form while its code is held. `release` lets it through, or refuses it. */
async function bindHeld(t, { errors = false } = {}) {
  const page = await open(t, { binds: false, errors });
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  const asked = new Promise((resolve) => {
    page.route(/\/pkg\/dom\.js$/, async (route) => {
      resolve();
      await ((await released) ? route.continue() : route.abort());
    });
  });
  await page.evaluate(async () => {
    const { bindCaseFormLazily } = await import("/pkg/lazy.js");
    window.sent = [];
    window.lazy = bindCaseFormLazily(document.querySelector("#case"), {
      submit: ({ body }) => void window.sent.push(body),
    });
  });
  await asked;
  return { page, release };
}

const isReady = (page) =>
  page.evaluate(async () => {
    const binding = await window.lazy.ready;
    return binding && { isBound: binding.form !== undefined, reason: binding.failure?.reason };
  });

test("texts, rows that were added and a submit are kept until the code has arrived", only, async (t) => {
  const { page, release } = await bindHeld(t);
  await page.fill("#full_name", "Ada Lovelace");
  await page.uncheck("[name=auto_start]");
  await page.click("#add-check");
  await page.click("#add-check");
  await page.click("#send");
  assert.deepEqual(await sent(page), []);
  await page.fill("#delete_after", "60");
  release(true);
  assert.deepEqual(await isReady(page), { isBound: true, reason: undefined });
  await page.waitForFunction(() => window.sent.length > 0);
  assert.deepEqual(await sent(page), [
    {
      customer: { full_name: "Ada Lovelace" },
      checks: [{}, {}],
      document_ids: [7],
      delete_after: 60,
      auto_start: false,
    },
  ]);
  assert.deepEqual(posted, []);
});

test("a submit that was too early shows the errors once the code has arrived", only, async (t) => {
  const { page, release } = await bindHeld(t);
  await page.fill("#delete_after", "soon");
  await page.click("#send");
  release(true);
  await isReady(page);
  await page.waitForSelector("[data-case-summary] a, .case-error");
  assert.equal(await page.getAttribute("#delete_after", "aria-invalid"), "true");
  assert.deepEqual(await sent(page), []);
});

test("a form that is disposed before is never bound, and the browser posts it", only, async (t) => {
  const { page, release } = await bindHeld(t);
  await page.evaluate(() => window.lazy.dispose());
  release(true);
  assert.equal(await isReady(page), undefined);
  await page.fill("#full_name", "Ada");
  await page.click("#send");
  await page.waitForSelector("h1:text('Posted')");
  assert.equal(new URLSearchParams(posted.at(-1)).get("customer.full_name"), "Ada");
});

test("if the code cannot be loaded the reason is shown, and the browser posts the form", only, async (t) => {
  const { page, release } = await bindHeld(t, { errors: true });
  await page.fill("#full_name", "Grace");
  release(false);
  assert.deepEqual(await isReady(page), { isBound: false, reason: "not_loaded" });
  assert.match(await page.textContent("[data-case-failure]"), /could not be loaded/);
  await page.click("#send");
  await page.waitForSelector("h1:text('Posted')");
  assert.equal(new URLSearchParams(posted.at(-1)).get("customer.full_name"), "Grace");
});

test("an early submit is posted by the browser if the code cannot be loaded", only, async (t) => {
  const { page, release } = await bindHeld(t, { errors: true });
  await page.fill("#full_name", "Edith");
  await page.click("#send");
  release(false);
  await page.waitForSelector("h1:text('Posted')");
  assert.equal(new URLSearchParams(posted.at(-1)).get("customer.full_name"), "Edith");
});
