/** The page reports a relay that cannot be reached. Only where there is no relay does it say that it sends nothing. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { onlyInChromium } from "./engines/index.mjs";
import { useBrowser } from "./open.mjs";
import { serveSandbox } from "./relay.mjs";
import { POLICY, serve } from "./static-server.mjs";

const used = useBrowser();
const only = { skip: onlyInChromium("it fails requests") };

/** The page on a host of its own, whose relay has this address. */
async function openHosted(t, relay) {
  const { browser } = await used.start();
  const host = await serve({
    policy: `${POLICY}; connect-src ${new URL(relay).origin}`,
    change: (html) =>
      html.replace('<meta name="case-relay" content="">', `<meta name="case-relay" content="${relay}">`),
  });
  const context = await browser.newContext({ locale: "en-GB" });
  t.after(async () => {
    await context.close();
    await host.close();
  });
  const page = await context.newPage();
  return { page, host };
}

const load = async (page, url) => {
  await page.goto(url);
  await page.waitForSelector('#verdict:not([data-state="waiting"])', { state: "attached" });
};

/** What a page whose relay cannot be reached says, in the form and in the review. */
async function assertUnreachable(page) {
  await page.waitForSelector("#unreachable:not([hidden])");
  const text = await page.innerText("main");
  assert.match(text, /The server cannot be reached\. Cases cannot be created right now\./);
  assert.doesNotMatch(
    await page.innerText("body"),
    /No data leaves your browser|cannot send|connects? to no|does not connect/i,
  );
  await page.fill('[name="customer.full_name"]', "Ada Lovelace");
  await page.check('input[name="choose-checks"][value="case_config"]');
  await page.fill('[name="case_config"]', "kyc");
  await page.click('[type="submit"]');
  await page.waitForSelector("#review[open]");
  assert.ok(await page.isHidden("#review-create"));
  const review = await page.innerText("#review");
  assert.match(
    review,
    /The server cannot be reached, so the case cannot be created right now\. Your entries are kept\./,
  );
  assert.doesNotMatch(review, /cannot send/);
  await page.click("#review-back");
  // Unlike a page without a relay, it keeps the draft of a reviewed request.
  await page.waitForFunction(() => JSON.stringify({ ...localStorage }).includes("Ada Lovelace"));
}

test("a relay that is not running is found once it is, and nothing typed is lost", only, async (t) => {
  const first = await serveSandbox();
  const { port } = new URL(first.url);
  await first.close();
  const { page, host } = await openHosted(t, first.url);
  await load(page, host.url);
  await assertUnreachable(page);
  await page.click("#unreachable-retry");
  await page.waitForFunction(() => /cannot be reached/.test(document.querySelector("#status").textContent));

  const relay = await serveSandbox("--port", port, "--allow-origin", new URL(host.url).origin);
  t.after(() => relay.close());
  await page.click("#unreachable-retry");
  await page.waitForSelector("#unreachable", { state: "hidden" });
  await page.waitForSelector("#sandbox:not([hidden])");
  assert.equal(await page.inputValue('[name="customer.full_name"]'), "Ada Lovelace");
  await page.click('[type="submit"]');
  await page.waitForSelector("#review[open]");
  assert.ok(await page.isVisible("#review-create"));
});

test("the page tries again by itself", only, async (t) => {
  const first = await serveSandbox();
  const { port } = new URL(first.url);
  first.kill();
  const { page, host } = await openHosted(t, first.url);
  await load(page, host.url);
  await page.waitForSelector("#unreachable:not([hidden])");
  const relay = await serveSandbox("--port", port, "--allow-origin", new URL(host.url).origin);
  t.after(() => relay.close());
  await page.waitForSelector("#sandbox:not([hidden])", { timeout: 20_000 });
  assert.ok(await page.isHidden("#unreachable"));
});

/** A server whose status of the relay is the next of these. */
let answer;
const gateway = createServer((_, response) => answer(response));
await new Promise((listening) => gateway.listen(0, "127.0.0.1", listening));
after(() => {
  gateway.closeAllConnections();
  gateway.close();
});
const gatewayUrl = `http://127.0.0.1:${gateway.address().port}/`;
const respond = (status, type, body) => (response) => {
  response.writeHead(status, { "Content-Type": type, "Access-Control-Allow-Origin": "*" });
  response.end(body);
};

for (const [what, to] of [
  ["502 with HTML", respond(502, "text/html", "<h1>Bad gateway</h1>")],
  ["503", respond(503, "application/problem+json", "{}")],
  ["429", respond(429, "text/plain", "Too many requests")],
  ["403", respond(403, "text/html", "<h1>Forbidden</h1>")],
  ["half a JSON", respond(200, "application/json", '{"instance": "a')],
  ["JSON of something else", respond(200, "application/json", "{}")],
  ["a connection that breaks", (response) => response.destroy()],
])
  test(`the status of the relay is ${what}: it cannot be reached`, only, async (t) => {
    answer = to;
    const { page, host } = await openHosted(t, gatewayUrl);
    await load(page, host.url);
    await assertUnreachable(page);
  });

test("a status that never comes: the relay cannot be reached", only, async (t) => {
  answer = () => {};
  const { page, host } = await openHosted(t, gatewayUrl);
  await load(page, host.url);
  assert.doesNotMatch(await page.innerText("body"), /No data leaves your browser|cannot send/);
  await page.waitForSelector("#unreachable:not([hidden])", { timeout: 20_000 });
});

for (const [what, to] of [
  ["404", respond(404, "text/plain", "Not found")],
  ["a page", respond(200, "text/html; charset=utf-8", "<h1>Welcome</h1>")],
])
  test(`the status of the relay is ${what}: there is none, and the page sends nothing`, only, async (t) => {
    answer = to;
    const { page, host } = await openHosted(t, gatewayUrl);
    await load(page, host.url);
    await page.waitForFunction(() => /No data leaves your browser/.test(document.body.innerText));
    assert.ok(await page.isHidden("#unreachable"));
  });

test("all languages say that the server cannot be reached", only, async (t) => {
  answer = respond(503, "text/plain", "");
  const { page, host } = await openHosted(t, gatewayUrl);
  await load(page, host.url);
  await page.waitForSelector("#unreachable:not([hidden])");
  const said = new Set();
  for (const language of ["en", "de", "es", "fr", "pl"]) {
    await page.selectOption("#language", language);
    await page.waitForFunction((tag) => document.documentElement.lang === tag, language);
    said.add(await page.innerText("#unreachable p"));
  }
  assert.equal(said.size, 5);
});
