/** A form that the browser posts: it is locked until the page is left, the user comes back or stops, however long the server takes. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { ARGUMENTS, engine, launch, onlyInChromium } from "./engines/index.mjs";
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
async function start() {
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  if (engine !== "chromium") return launch();
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ARGUMENTS,
    // Playwright turns it off, and then Back loads the page anew.
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
}
async function open(t, action, attributes = "") {
  started ??= start();
  const context = await (await started).newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  posts.length = 0;
  const query = new URLSearchParams({ action, attributes });
  await page.goto(`http://127.0.0.1:${server.address().port}/?${query}`);
  await page.waitForFunction(() => window.binding !== undefined);
  const press = () => page.evaluate(() => void setTimeout(() => document.querySelector("button").click()));
  return { context, page, press };
}
after(async () => {
  await (await started)?.close();
  server.closeAllConnections();
  server.close();
});

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

const state = (page) =>
  page.evaluate(() => {
    const { submitting, submitted, outcomeUnknown } = window.binding.form.getSnapshot();
    return { submitting, submitted, outcomeUnknown };
  });

test("a slow server gets one post, however often the button is pressed", async (t) => {
  const { page } = await open(t, "/slow?wait=7500");
  // Nothing reaches a page from outside while it is being left.
  await page.evaluate(() => {
    setInterval(() => {
      document.querySelector("button").click();
      navigator.sendBeacon(`/pressed/${document.querySelector("form").getAttribute("aria-busy")}`);
    }, 500);
  });
  await page.waitForFunction(() => document.title === "Posted");
  const pressed = posts.filter((path) => path.startsWith("/pressed/"));
  assert.ok(pressed.length > 12, `${pressed.length} presses`);
  assert.deepEqual([...new Set(pressed)], ["/pressed/true"]);
  assert.equal(posts.filter((path) => path === "/slow").length, 1);
});

test("after Back the form can be posted again at once, from the cache too", async (t) => {
  const { page, press } = await open(t, "/quick");
  for (let count = 1; count <= 2; count++) {
    await page.evaluate(() => {
      Object.assign(window, { wasLeft: true, persisted: undefined });
      addEventListener("pageshow", ({ persisted }) => Object.assign(window, { persisted }));
    });
    await press();
    await page.waitForFunction(() => document.title === "Posted");
    await page.evaluate(() => void setTimeout(() => history.back()));
    await page.waitForFunction(() => document.title === "Post" && window.binding !== undefined);
    // A page from the cache is there before its `pageshow`.
    await page.waitForFunction(() => !window.wasLeft || window.persisted !== undefined);
    await page.waitForFunction(() => !window.binding.form.getSnapshot().submitting);
    if (engine === "chromium") assert.equal(await page.evaluate(() => window.persisted), true);
    const isCached = await page.evaluate(() => window.persisted === true);
    assert.deepEqual(await state(page), { submitting: false, submitted: isCached, outcomeUnknown: false });
    assert.equal(posts.length, count);
  }
});

test("after a stop the form can be posted again, and says that the case may exist", async (t) => {
  const { context, page, press } = await open(t, "/slow?wait=4000");
  if (engine === "chromium") {
    await press();
    await pause(500);
    await (await context.newCDPSession(page)).send("Page.stopLoading");
  } else {
    await page.evaluate(() => {
      setTimeout(() => document.querySelector("button").click());
      setTimeout(() => window.stop(), 500);
    });
    await pause(1000);
    // These engines tell the page nothing: Firefox fires no `navigateerror`, and WebKit has no Navigation API.
    await page.keyboard.press("Escape");
  }
  await page.waitForFunction(() => window.binding.form.getSnapshot().outcomeUnknown);
  assert.deepEqual(await state(page), { submitting: false, submitted: false, outcomeUnknown: true });
  assert.match(
    await page.evaluate(() => document.querySelector("form").innerText),
    /It is not known whether the case was created/,
  );
  await press();
  await page.waitForFunction(() => document.title === "Posted");
  assert.equal(posts.length, 2);
});

test("an empty response ends with the next change", async (t) => {
  const { page, press } = await open(t, "/empty");
  await press();
  await pause(300);
  await press();
  await pause(300);
  assert.equal(posts.length, 1);
  await page.fill("[name=case_config]", "kyb");
  assert.equal((await state(page)).submitting, false);
  await press();
  await pause(300);
  assert.equal(posts.length, 2);
});

const blocked = onlyInChromium("the others open no window without a person");
test("a response for another window ends when this one is used again", { skip: blocked }, async (t) => {
  const { page, press } = await open(t, "/quick", 'target="elsewhere"');
  await press();
  await pause(500);
  await press();
  await pause(300);
  assert.equal(posts.length, 1);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  assert.equal((await state(page)).submitting, false);
});

test("an event that another listener handles ends at once", async (t) => {
  const { page, press } = await open(t, "/quick");
  await page.evaluate(() => {
    document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  });
  await press();
  await pause(200);
  assert.deepEqual(await state(page), { submitting: false, submitted: true, outcomeUnknown: false });
  assert.equal(posts.length, 0);
});
