/**
 * `node benches/rows.mjs [OTHER]`: how long the page takes to add and remove a check and for a key press, with 300 checks. OTHER is
 * the directory of another version of the page (its `pkg/`, if it is not built, is the sibling `dist`), measured in turns with this one.
 * Times are from the event until the page is drawn; medians in milliseconds. Needs Chromium and the built page.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { launch } from "../tests/browser/engines/index.mjs";
import { MOUNTS, serve } from "../tests/browser/static-server.mjs";

const CHECKS = 300;
const ROUNDS = 2;
const REPEATS = 5;

const text = JSON.stringify({
  customer_id: 1,
  checks: Array(CHECKS).fill({ check_type: "PEP" }),
});

/** Runs in the page: the durations of each action. */
async function measure(repeats) {
  const drawn = () =>
    new Promise((done) => requestAnimationFrame(() => new Promise((later) => setTimeout(later)).then(done)));
  const timed = async (run) => {
    // What a draft or the JSON waits for happens between the actions, not in them.
    await new Promise((done) => setTimeout(done, 700));
    const start = performance.now();
    run();
    document.body.getBoundingClientRect();
    const blocked = performance.now() - start;
    await drawn();
    return blocked;
  };
  const rows = () =>
    [...document.querySelectorAll('[data-case-row^="checks["]')].filter((row) =>
      /^checks\[\d+\]$/.test(row.getAttribute("data-case-row")),
    );
  const times = { add: [], key: [], remove: [] };
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    times.add.push(await timed(() => document.querySelector('[data-case-append="checks"]').click()));
    const input = document.querySelector('[name="checks[150].check_type"]');
    input.focus({ preventScroll: true });
    times.key.push(
      await timed(() => {
        input.value += "X";
        input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }),
    );
    times.remove.push(await timed(() => rows().at(-1).querySelector("[data-case-remove]").click()));
  }
  return times;
}

const median = (values) => values.sort((one, other) => one - other)[values.length >> 1];

/** The mounts of the test server for a directory with a page. */
function mountsOf(folder) {
  const page = resolve(folder);
  return { "/": page, "/pkg/": existsSync(join(page, "../dist")) ? join(page, "../dist") : MOUNTS["/pkg/"] };
}

const [other] = process.argv.slice(2);
const pages = { "this page": MOUNTS, ...(other && { [other]: mountsOf(other) }) };
const browser = await launch();
const all = Object.fromEntries(Object.keys(pages).map((name) => [name, { add: [], key: [], remove: [] }]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, mounts] of Object.entries(pages)) {
    const server = await serve({ mounts });
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.addInitScript(() => localStorage.setItem("sphinx-case:developer", "on"));
    await page.goto(server.url);
    await page.waitForSelector('#verdict:not([data-state="waiting"])', { state: "attached" });
    await page.fill("#request", text);
    await page.waitForFunction((count) => document.querySelectorAll('[name$=".check_type"]').length === count, CHECKS);
    const times = await page.evaluate(measure, REPEATS);
    for (const [action, values] of Object.entries(times)) all[name][action].push(...values);
    await page.close();
    await server.close();
  }
}
await browser.close();
console.log(
  `${"".padEnd(20)} ${"add".padStart(8)} ${"key".padStart(8)} ${"remove".padStart(8)}   (ms, median of ${ROUNDS * REPEATS})`,
);
for (const [name, times] of Object.entries(all)) {
  const figures = Object.values(times).map((values) => median(values).toFixed(1).padStart(8));
  console.log(`${(name === "this page" ? name : "other").padEnd(20)} ${figures.join(" ")}`);
}
