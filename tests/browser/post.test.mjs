/** A form that the browser posts: it is locked until the page is left, the user comes back or stops, however long the server takes. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { ARGUMENTS } from "./engines/index.mjs";
import { root } from "./open.mjs";

const page = (
  action,
  attributes = "",
) => `<!doctype html><html lang="en"><title>Post</title><link rel="icon" href="data:,">
<form method="post" action="${action}" ${attributes}>
  <label>Name <input name="customer.full_name" value="Ada Lovelace"></label>
  <label>Configuration <input name="case_config" value="kyc"></label>
  <button>Create the case</button>
</form>
<script type="module">
  import { bindCaseForm } from "/pkg/dom.js";
  window.binding = bindCaseForm(document.querySelector("form"));
</script></html>`;

const posts = [];
const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  if (request.method === "POST") {
    request.resume();
    posts.push(pathname);
    if (pathname === "/empty") return response.writeHead(204).end();
    const wait = Number(searchParams.get("wait") ?? 0);
    setTimeout(() => response.setHeader("content-type", "text/html").end("<!doctype html><title>Posted</title>"), wait);
    return;
  }
  if (pathname.startsWith("/pkg/")) {
    response.setHeader("content-type", "text/javascript");
    return response.end(await readFile(`${root}pkg/dist/${pathname.slice(5)}`));
  }
  response.setHeader("content-type", "text/html");
  response.end(page(searchParams.get("action"), searchParams.get("attributes") ?? ""));
});

let started;
async function open(t, action, attributes = "") {
  started ??= (async () => {
    await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
    return chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ARGUMENTS,
      // Playwright turns it off, and then Back loads the page anew.
      ignoreDefaultArgs: ["--disable-back-forward-cache"],
    });
  })();
  const context = await (await started).newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  posts.length = 0;
  const query = new URLSearchParams({ action, attributes });
  await page.goto(`http://127.0.0.1:${server.address().port}/?${query}`);
  await page.waitForFunction(() => window.binding !== undefined);
  const evaluate = async (expression) =>
    (await client.send("Runtime.evaluate", { expression, returnByValue: true })).result.value;
  const press = () => evaluate('void setTimeout(() => document.querySelector("button").click())');
  const state = () =>
    evaluate(
      "(({submitting, submitted, outcomeUnknown}) => ({submitting, submitted, outcomeUnknown}))(window.binding.form.getSnapshot())",
    );
  return { page, client, evaluate, press, state };
}
after(async () => {
  await (await started)?.close();
  server.closeAllConnections();
  server.close();
});

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

test("a slow server gets one post, however often the button is pressed", async (t) => {
  const { page, evaluate } = await open(t, "/slow?wait=7500");
  // Nothing reaches a page from outside while it is being left.
  await evaluate(
    'void setInterval(() => { document.querySelector("button").click(); navigator.sendBeacon("/pressed/" + document.querySelector("form").ariaBusy); }, 500)',
  );
  await page.waitForFunction(() => document.title === "Posted");
  const pressed = posts.filter((path) => path.startsWith("/pressed/"));
  assert.ok(pressed.length > 12, `${pressed.length} presses`);
  assert.deepEqual([...new Set(pressed)], ["/pressed/true"]);
  assert.equal(posts.filter((path) => path === "/slow").length, 1);
});

test("after Back from the cache the form can be posted again at once", async (t) => {
  const { page, press, evaluate, state } = await open(t, "/quick");
  await page.evaluate(() => {
    addEventListener("pageshow", ({ persisted }) => Object.assign(window, { persisted }));
  });
  for (let count = 1; count <= 2; count++) {
    await press();
    await page.waitForFunction(() => document.title === "Posted");
    await evaluate("history.back()");
    await page.waitForFunction(() => window.persisted && document.title === "Post");
    assert.deepEqual(await state(), { submitting: false, submitted: true, outcomeUnknown: false });
    assert.equal(posts.length, count);
  }
});

test("after a stop the form can be posted again, and says that the case may exist", async (t) => {
  const { page, client, press, state, evaluate } = await open(t, "/slow?wait=4000");
  await press();
  await pause(500);
  await client.send("Page.stopLoading");
  await pause(200);
  assert.deepEqual(await state(), { submitting: false, submitted: false, outcomeUnknown: true });
  assert.match(
    await evaluate('document.querySelector("form").innerText'),
    /It is not known whether the case was created/,
  );
  await press();
  await page.waitForFunction(() => document.title === "Posted");
  assert.equal(posts.length, 2);
});

test("an empty response ends with the next change, and a response for another window when this one is used again", async (t) => {
  const empty = await open(t, "/empty");
  await empty.press();
  await pause(300);
  await empty.press();
  await pause(300);
  assert.equal(posts.length, 1);
  await empty.page.fill("[name=case_config]", "kyb");
  assert.equal((await empty.state()).submitting, false);
  await empty.press();
  await pause(300);
  assert.equal(posts.length, 2);

  const other = await open(t, "/quick", 'target="elsewhere"');
  await other.press();
  await pause(500);
  await other.press();
  await pause(300);
  assert.equal(posts.length, 1);
  await other.page.evaluate(() => window.dispatchEvent(new Event("focus")));
  assert.equal((await other.state()).submitting, false);
});

test("an event that another listener handles, and a dialog, end at once", async (t) => {
  const handled = await open(t, "/quick");
  await handled.page.evaluate(() => {
    document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  });
  await handled.press();
  await pause(200);
  assert.deepEqual(await handled.state(), { submitting: false, submitted: true, outcomeUnknown: false });
  assert.equal(posts.length, 0);
});
