/** Drafts of several tabs: each has its own, and none is lost. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { onlyInChromium } from "./engines/index.mjs";
import { useBrowser } from "./open.mjs";

const used = useBrowser();
const only = { skip: onlyInChromium("several tabs of one profile") };
const NAME = '[name="customer.full_name"]';

async function openProfile(t) {
  const { server, browser } = await used.start();
  const context = await browser.newContext({ locale: "en-GB" });
  t.after(() => context.close());
  const started = async (page) => {
    await page.waitForSelector('#verdict:not([data-state="waiting"])', { state: "attached" });
    return page;
  };
  return {
    context,
    open: async () => {
      const page = await context.newPage();
      await page.goto(server.url);
      return started(page);
    },
    reload: async (page) => {
      await page.reload();
      return started(page);
    },
    started,
  };
}

/** Types a name, and waits until it is stored. */
async function type(page, name) {
  await page.fill(NAME, name);
  await page.waitForFunction((text) => JSON.stringify({ ...localStorage }).includes(text), name);
}

test("two tabs keep their own drafts, and new tabs find those of closed ones", only, async (t) => {
  const { open, reload } = await openProfile(t);
  const one = await open();
  await type(one, "Ada Lovelace");
  const other = await open();
  assert.equal(await other.inputValue(NAME), "", "a new tab is empty while the draft is open elsewhere");
  await type(other, "Grace Hopper");
  await type(one, "Ada King");
  assert.equal(await (await reload(one)).inputValue(NAME), "Ada King");
  assert.equal(await (await reload(other)).inputValue(NAME), "Grace Hopper");
  assert.equal(await (await reload(one)).inputValue(NAME), "Ada King");

  await type(other, "Grace Murray");
  await one.close();
  await other.close();
  const third = await open();
  const fourth = await open();
  assert.equal(await third.inputValue(NAME), "Grace Murray", "the latest");
  assert.equal(await fourth.inputValue(NAME), "Ada King");

  // Clearing one does not clear the other.
  await third.click("#reset");
  assert.equal(await (await reload(third)).inputValue(NAME), "");
  assert.equal(await (await reload(fourth)).inputValue(NAME), "Ada King");
});

test("a duplicated tab does not write over the first one", only, async (t) => {
  const { context, open, reload, started } = await openProfile(t);
  const page = await open();
  await type(page, "Ada Lovelace");
  // The new tab gets a copy of the storage of this tab, as a duplicate does.
  const [copy] = await Promise.all([
    context.waitForEvent("page"),
    page.evaluate(() => void window.open(location.href)),
  ]);
  await started(copy);
  await type(copy, "Grace Hopper");
  assert.equal(await (await reload(page)).inputValue(NAME), "Ada Lovelace");
  assert.equal(await (await reload(copy)).inputValue(NAME), "Grace Hopper");
});

test("saved data is deleted with that of closed tabs, and open tabs keep theirs", only, async (t) => {
  const { open, reload } = await openProfile(t);
  const closed = await open();
  await type(closed, "Closed tab");
  const page = await open();
  await type(page, "This tab");
  const other = await open();
  await type(other, "Other tab");
  await closed.close();
  await page.click("#forget");
  await page.waitForFunction(() => !/Closed tab|This tab/.test(JSON.stringify({ ...localStorage })));
  assert.equal(await (await reload(other)).inputValue(NAME), "Other tab");
  // The choice is that of the browser, so it is the same in each tab.
  await page.uncheck("#keep");
  await other.waitForFunction(() => !document.querySelector("#keep").checked);
  assert.match(await other.textContent("#keep-hint"), /^Not saved/);
  assert.doesNotMatch(await other.evaluate(() => JSON.stringify({ ...localStorage })), /Other tab/);
});

test("the draft of an earlier version is found, and an old draft is removed", only, async (t) => {
  const { open } = await openProfile(t);
  const page = await open();
  await type(page, "Ada Lovelace");
  await page.close();
  const change = await open();
  await change.evaluate(() => {
    const { saved, ...earlier } = JSON.parse(localStorage.getItem("sphinx-case:draft"));
    const old = JSON.stringify({ ...earlier, saved: Date.now() - 31 * 24 * 3_600_000 });
    sessionStorage.clear();
    addEventListener("pagehide", () => {
      localStorage.clear();
      localStorage.setItem("sphinx-case:draft", JSON.stringify(earlier));
      localStorage.setItem("sphinx-case:draft:2", old);
    });
  });
  await change.close({ runBeforeUnload: false });
  const next = await open();
  assert.equal(await next.inputValue(NAME), "Ada Lovelace");
  assert.equal(await next.evaluate(() => localStorage.getItem("sphinx-case:draft:2")), null);
});
