/** A pasted megabyte: the page's thread stays free while the worker reads it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, settled, useBrowser } from "./open.mjs";

const used = useBrowser();

/**
 * What one paste may hold up the page's thread for: in milliseconds, and beside it as many times what a bare
 * text area needs for the same text in the same browser (that is the browser's own layout of the lines).
 */
const LONGEST_TASK = { milliseconds: 500, bare: 2 };

const MEGABYTE = 1_000_000;
const checks = (one) => {
  const item = JSON.stringify(one);
  return `[${Array.from({ length: Math.ceil(MEGABYTE / item.length) }, () => item).join(",")}]`;
};
const request = (list) => `{"customer_id":1,"checks":${list}}`;

const item = { check_type: "NAME_CHECK", input_details: { reference: "Zoë", list: [1, 2, 3] } };
const spread = (count) => JSON.stringify({ customer_id: 1, checks: Array(count).fill(item) }, null, 2);

const TEXTS = {
  "valid, many lines": spread(Math.ceil(MEGABYTE / (spread(2).length - spread(1).length))),
  "valid, one line": request(checks({ check_type: "NAME_CHECK", input_details: { note: "a".repeat(300) } })),
  "an error in every line": request(checks({ chek_type: "NAME_CHECK" })).replaceAll("},{", "},\n{"),
  "not JSON": "a".repeat(MEGABYTE),
  "one string": `{"customer":{"full_name":"${"ä".repeat(MEGABYTE)}"},"case_config":"kyb"}`,
  "brackets only": "[".repeat(MEGABYTE),
};

const watchTasks = (page) =>
  page.evaluate(() => {
    window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: "longtask",
    });
  });

/** The longest task since `watchTasks`, once everything is drawn. */
async function longestTask(page) {
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 50))));
  return Math.round(Math.max(0, ...(await page.evaluate(() => window.tasks))));
}

/** How long a text area without anything around it holds up its page when it is given that text. */
async function bareTask(browser, text) {
  const page = await browser.newPage();
  await page.setContent(`<textarea wrap="off" style="width: 600px; height: 500px; font: 13px monospace"></textarea>`);
  await watchTasks(page);
  await page.evaluate((given) => {
    // In a task of its own, and with the caret in it, as a paste is: the browser then lays out all lines at once.
    setTimeout(() => {
      const area = document.querySelector("textarea");
      area.focus();
      area.setRangeText(given, 0, 0, "end");
      area.getBoundingClientRect();
    });
  }, text);
  await page.waitForFunction((length) => document.querySelector("textarea").value.length === length, text.length);
  const longest = await longestTask(page);
  await page.close();
  return longest;
}

for (const [what, text] of Object.entries(TEXTS)) {
  test(`a megabyte, ${what}, does not freeze the page`, async (t) => {
    const page = await openPage(t, used, { text: "" });
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await watchTasks(page);
    await page.focus("#request");
    const start = performance.now();
    await page.keyboard.press("Control+V");
    await page.waitForFunction((length) => document.querySelector("#request").value.length === length, text.length);
    await settled(page);
    const answered = performance.now() - start;
    const longest = await longestTask(page);
    const bare = await bareTask((await used.start()).browser, text);
    t.diagnostic(
      `longest task ${longest} ms (bare text area: ${bare} ms), answer after ${Math.round(answered)} ms: ${await page.textContent("#verdict")}`,
    );
    assert.ok(
      longest < LONGEST_TASK.milliseconds + LONGEST_TASK.bare * bare,
      `held up for ${longest} ms, bare ${bare} ms`,
    );
    // The page answers to a key at once, and the result of it comes too.
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" ");
    await settled(page);
    assert.equal(await page.$eval("#request", (area) => area.value.length), text.length + 1);
  });
}

test("a long list of issues is shown in parts", async (t) => {
  const page = await openPage(t, used, { text: request(`[${'{"chek_type":1},'.repeat(129)}{}]`) });
  const total = Number.parseInt(await page.textContent("#verdict"), 10);
  assert.equal(total, 129);
  const count = () => page.locator("#issues li").count();
  assert.equal(await count(), 50);
  const left = async () => Number.parseInt((await page.textContent("#issues-more")).replace(/\D/g, ""), 10);
  const all = (await left()) + 50;
  let shown = 50;
  while (await page.isVisible("#issues-more")) {
    await page.click("#issues-more");
    shown = Math.min(all, shown + 50);
    await page.waitForFunction((wanted) => document.querySelectorAll("#issues li").length === wanted, shown);
  }
  assert.equal(await count(), all);
  await page.waitForFunction(
    (wanted) => document.querySelector("#status").textContent.includes(`Showing ${wanted}`),
    all,
  );
  assert.equal(
    await page.evaluate(() => document.activeElement.closest("#issues") !== null),
    true,
    "the focus is not lost",
  );
  await page.locator("#issues button").last().click();
});

test("a long payload is drawn in part and copied whole", async (t) => {
  const text = request(checks({ check_type: "NAME_CHECK", input_details: { note: "a".repeat(300) } }));
  const page = await openPage(t, used, { text });
  assert.ok((await page.textContent("#payload")).length < 40_000);
  assert.match(await page.textContent("#payload-note"), /Only the beginning is shown here/);
  await page.click("#tab-payload");
  await page.click("#payload-copy");
  await page.waitForFunction(() => document.querySelector("#payload-copy").textContent === "Copied");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, `${text.slice(0, -1)},"delete_after":-1,"auto_start":true}`);
});

/** What may block the page with 300 checks, in milliseconds. `benches/rows.mjs` measures; these limits only find what is far off. */
const ROWS = { add: 250, remove: 250, key: 80 };

test("three hundred checks: adding, removing and typing do not block the page for long", async (t) => {
  const list = Array(300).fill({ check_type: "PEP" });
  const page = await openPage(t, used, { text: JSON.stringify({ customer_id: 1, checks: list }) });
  const times = await page.evaluate(async () => {
    const timed = async (run) => {
      // What waits for a pause in typing happens between the actions.
      await new Promise((wake) => setTimeout(wake, 600));
      const start = performance.now();
      run();
      document.body.getBoundingClientRect();
      return performance.now() - start;
    };
    const click = (selector) => timed(() => [...document.querySelectorAll(selector)].at(-1).click());
    const all = { add: [], remove: [], key: [] };
    for (let repeat = 0; repeat < 5; repeat += 1) {
      all.add.push(await click('[data-case-append="checks"]'));
      const input = document.querySelector('[name="checks[150].check_type"]');
      all.key.push(
        await timed(() => {
          input.value += "X";
          input.dispatchEvent(new InputEvent("input", { bubbles: true }));
        }),
      );
      all.remove.push(await click('[data-case-list="checks"] > [data-case-row] > .row-head [data-case-remove]'));
    }
    return all;
  });
  assert.equal(await page.locator('[name$=".check_type"]').count(), 300);
  for (const [action, limit] of Object.entries(ROWS)) {
    const median = times[action].sort((one, other) => one - other)[2];
    t.diagnostic(`${action}: ${Math.round(median)} ms`);
    assert.ok(median < limit, `${action}: ${median} ms`);
  }
});
