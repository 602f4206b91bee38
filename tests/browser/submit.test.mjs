/** Creating a case from the page, against the real `sphinx-case serve --sandbox`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFinds } from "./axe.mjs";
import { onlyInChromium } from "./engines/index.mjs";
import { chooseExample, LOOKS, openPage, screenshots, setText, useBrowser } from "./open.mjs";
import { serveApi, serveSandbox, useSandbox } from "./relay.mjs";
import { POLICY } from "./static-server.mjs";

const browser = useBrowser();
const used = useSandbox(browser);
const REQUEST =
  '{"customer": {"full_name": "Ada Lovelace"}, "webhook_url": "http://127.0.0.1:9/", "checks": [{"check_type": "PEP"}]}';
// Chromium itself reports every answer that is an error on the console: `errors: false` where one is meant to come.
const field = (name) => `#case-form [name="${name}"]`;
const heading = (page) => page.textContent("#review-heading");
const focused = (page) => page.evaluate(() => document.activeElement.id);
const created = async () => (await (await used.sandbox()).facts()).cases;

async function review(page, next = "ok", text = REQUEST) {
  await setText(page, text);
  await page.selectOption("#sandbox-next", next);
  await page.click('[type="submit"]');
  await page.waitForSelector("#review[open]");
}

const outcome = (page, state) => page.waitForSelector(`#review[data-state="${state}"]`);

async function create(page, next, state, text) {
  await review(page, next, text);
  await page.click("#review-create");
  await outcome(page, state);
}

async function axeFindsNothing(page) {
  assert.deepEqual(await axeFinds(page), []);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, "not too wide");
}

async function tabTo(page, selector) {
  for (let press = 0; press < 80; press += 1) {
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not lead to ${selector}`);
}

test("a case is filled in, created and seen to complete with the keyboard alone", async (t) => {
  const page = await openPage(t, used, { developer: false });
  await page.waitForSelector("#sandbox");
  await tabTo(page, field("customer.full_name"));
  await page.keyboard.type("Grace Hopper");
  await tabTo(page, '[data-case-append="checks"]');
  await page.keyboard.press("Enter");
  await page.keyboard.type("PEP");
  await tabTo(page, '[type="submit"]');
  await page.keyboard.press("Enter");
  await page.waitForSelector("#review[open]");
  assert.equal(await focused(page), "review-heading");
  await tabTo(page, "#review-create");
  await page.keyboard.press("Enter");
  await outcome(page, "created");
  assert.match(await heading(page), /^Case \d+ created$/);
  assert.equal(await focused(page), "review-heading");
  await page.waitForFunction(() => /complete: /.test(document.querySelector("#review-status").textContent));
  assert.match(await page.textContent("#case-facts"), /complete: \w+.*Politically Exposed Person\s*decided: \w+/s);
  assert.equal(await page.textContent("#sending-text"), "Processing has finished.");
  await tabTo(page, "#review-done");
  await page.keyboard.press("Enter");
  // The dialog reports that it was closed in a later task.
  await page.waitForFunction(() => document.activeElement?.id === "form-heading");
  assert.equal(
    await page.inputValue(field("customer.full_name")),
    "",
    "the same case is not created by one more press",
  );
  await page.click("#undo");
  assert.equal(await page.inputValue(field("customer.full_name")), "Grace Hopper");
});

test("while it is sent nothing can be sent twice, and nothing typed is lost", async (t) => {
  const page = await openPage(t, used);
  await page.waitForSelector("#sandbox");
  const before = await created();
  await create(page, "slow", "sending");
  assert.equal(await heading(page), "Sending…");
  assert.equal(await page.getAttribute("#case-form", "aria-busy"), "true");
  assert.ok(await page.isHidden("#review-create"));
  await page.keyboard.press("Escape");
  assert.ok(await page.isVisible("#review[open]"), "what is under way is waited for");
  assert.equal(await page.inputValue(field("customer.full_name")), "Ada Lovelace");
  await page.screenshot({ path: `${screenshots}/light-sending.png` });
  await outcome(page, "created");
  assert.equal(await created(), before + 1);
});

for (const [next, name] of [
  ["bad_317", "until 3.17"],
  ["bad_318", "since 3.18"],
]) {
  test(`what the API rejects stands at its fields (${name})`, async (t) => {
    const page = await openPage(t, used, { errors: false });
    await page.waitForSelector("#sandbox");
    await review(page, next);
    await page.click("#review-create");
    await page.waitForSelector("#summary:not([hidden])");
    assert.equal(await focused(page), "summary");
    assert.match(
      await page.textContent('[data-case-issues="webhook_url"]'),
      /URL was rejected by a fault of the sandbox/,
    );
    assert.match(
      await page.textContent('[data-case-issues="checks[0].check_type"]'),
      /check was rejected by a fault of the sandbox/,
    );
    assert.equal(await page.isVisible("#review"), false);
    await page.fill(field("webhook_url"), "");
    await page.fill(field("checks[0].check_type"), "SANCTION");
    await page.click('[type="submit"]');
    await page.click("#review-create");
    await outcome(page, "created");
  });
}

test("nothing was created, and the page says what to do", async (t) => {
  const page = await openPage(t, used, { errors: false });
  await page.waitForSelector("#sandbox");
  const before = await created();
  await create(page, "limited", "limited");
  assert.match(await page.textContent("#sending-text"), /No case was created\..* in 7 seconds/);
  await page.click("#review-back");
  await create(page, "refused", "refused");
  assert.match(await page.textContent("#sending"), /No case was created.*administrator of this server/is);
  assert.ok(await page.isHidden("#review-create"));
  assert.equal(await created(), before);
  assert.equal(await page.inputValue(field("customer.full_name")), "Ada Lovelace");
});

for (const [next, count] of [
  ["drop_before", 0],
  ["drop_after", 1],
  ["fails", 0],
]) {
  test(`an unknown outcome is said plainly, and nothing is sent again (${next})`, async (t) => {
    const page = await openPage(t, used, { errors: false });
    await page.waitForSelector("#sandbox");
    const before = await created();
    await create(page, next, "unknown");
    assert.equal(await heading(page), "The case may or may not have been created");
    assert.ok(await page.isHidden("#review-create"), "sending anew is not offered");
    await page.click("#review-ask");
    await page.waitForSelector('#review[data-state="unknown"]');
    await page.click("#review-back");
    assert.equal(await page.evaluate(() => document.activeElement.type), "submit");
    await page.click('[type="submit"]');
    assert.ok(await page.isVisible("#review-unsettled"));
    await page.click("#review-create");
    await outcome(page, "unknown");
    assert.equal(await created(), before + count, "the same request keeps its key, and is not sent again");
  });
}

test("where each case is created exactly once, an unknown outcome is settled by trying again", async (t) => {
  const own = await serveSandbox("--revision", "newest", "--exactly-once");
  t.after(() => own.close());
  const used = { start: async () => ({ ...(await browser.start()), server: own }) };
  const page = await openPage(t, used, { errors: false });
  await page.waitForSelector("#sandbox");
  const count = async () => (await own.facts()).cases;
  for (const [next, cases] of [
    ["drop_after", 1],
    ["drop_before", 2],
  ]) {
    await create(page, next, "repeatable", REQUEST.replace("Ada", next));
    assert.equal(await count(), 1);
    assert.equal(await heading(page), "The case may or may not have been created");
    assert.match(await page.textContent("#sending-text"), /only one case is created/);
    assert.ok(await page.isHidden("#review-ask"));
    await axeFindsNothing(page);
    await page.screenshot({ path: `${screenshots}/light-repeatable-${next}.png` });
    await page.click("#review-create");
    await outcome(page, "created");
    assert.equal(await count(), cases);
    await page.click("#review-done");
    await page.waitForSelector("#undo-bar:not([hidden])");
  }
  // The request is still known when another one is reviewed, and what is sent again is the first one.
  await create(page, "drop_after", "repeatable", REQUEST.replace("Ada", "First"));
  await page.click("#review-back");
  await review(page, "ok", REQUEST.replace("Ada", "Second"));
  await page.click("#unsettled-ask");
  await outcome(page, "repeatable");
  await page.click("#review-create");
  await outcome(page, "created");
  assert.match(await page.textContent("#case-facts"), /First Lovelace/);
  assert.equal(await count(), 3);
});

test("a connection to the relay that breaks: asking finds the case", {
  skip: onlyInChromium("it breaks the connection"),
}, async (t) => {
  const page = await openPage(t, used, { errors: false });
  await page.waitForSelector("#sandbox");
  const before = await created();
  await page.route("**/cases/?*", async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  await create(page, "ok", "broken");
  assert.match(await page.textContent("#sending-text"), /Check the status/);
  await page.click("#review-ask");
  await outcome(page, "created");
  assert.equal(await created(), before + 1);
});

test("a request that never came to the relay can be sent", {
  skip: onlyInChromium("it breaks the connection"),
}, async (t) => {
  const page = await openPage(t, used, { errors: false });
  await page.waitForSelector("#sandbox");
  await page.route("**/cases/?*", (route) => route.abort("connectionrefused"));
  await create(page, "ok", "broken");
  await page.click("#review-ask");
  await outcome(page, "unarrived");
  await page.unroute("**/cases/?*");
  await page.click("#review-create");
  await outcome(page, "created");
});

test("what is still under way is not sent again: asking finds it", {
  skip: onlyInChromium("it breaks the connection"),
}, async (t) => {
  const page = await openPage(t, used, { errors: false });
  await page.waitForSelector("#sandbox");
  const before = await created();
  // The relay answers so when its patience of a minute is over; a test has less. The request itself is at the relay.
  await page.route("**/cases/?*", async (route) => {
    const answer = route.fetch();
    await page.waitForTimeout(300);
    await route.fulfill({
      status: 504,
      contentType: "application/problem+json",
      body: JSON.stringify({
        type: "urn:sphinx-case:relay:under-way",
        title: "The request is in progress.",
        status: 504,
        detail: "The API has not responded yet. Request the outcome before you send the request again.",
      }),
    });
    await answer;
  });
  await create(page, "slow", "under_way");
  assert.equal(await heading(page), "No response yet");
  assert.equal(await focused(page), "review-heading");
  assert.match(await page.textContent("#sending-text"), /still being processed and is not sent again/);
  assert.ok(await page.isHidden("#review-create"), "sending anew is not offered");
  await axeFindsNothing(page);
  await page.screenshot({ path: `${screenshots}/light-under_way.png` });
  await page.click("#review-ask");
  await outcome(page, "sending");
  assert.equal(await heading(page), "Checking status…");
  await outcome(page, "created");
  assert.equal(await created(), before + 1);
});

test("a reload while it is sent finds the case, and nothing is sent again", async (t) => {
  const page = await openPage(t, used);
  await page.waitForSelector("#sandbox");
  const before = await created();
  await create(page, "slow", "sending");
  await page.waitForTimeout(300);
  await page.reload();
  await outcome(page, "created");
  assert.equal(await created(), before + 1);
  await page.click("#review-done");
  await page.reload();
  await page.waitForSelector("#sandbox");
  await page.waitForTimeout(300);
  assert.equal(await page.isVisible("#review"), false, "what is settled is not asked for again");
});

test("a relay that was started anew does not make a second case", async (t) => {
  const own = await serveSandbox();
  t.after(() => own.close());
  const port = new URL(own.url).port;
  const page = await openPage(
    t,
    { start: async () => ({ ...(await browser.start()), server: own }) },
    { errors: false },
  );
  await page.waitForSelector("#sandbox");
  await create(page, "drop_after", "unknown");
  own.kill();
  await page.click("#review-ask");
  await outcome(page, "broken");
  const next = await serveSandbox("--port", port);
  t.after(() => next.close());
  assert.equal(new URL(next.url).port, port);
  await page.click("#review-ask");
  await outcome(page, "lost");
  assert.equal((await next.facts()).cases, 0);
});

test("a relay that was killed while it sent the request, and started anew, creates one case exactly once", {
  skip: onlyInChromium("it ends the server"),
}, async (t) => {
  const sandbox = await serveSandbox("--faults", "slow=1:1s");
  t.after(() => sandbox.close());
  const serve = (...more) =>
    serveApi(sandbox.api, sandbox.credentials, "--revision", "newest", "--exactly-once", ...more);
  const own = await serve();
  t.after(() => own.close());
  const used = { start: async () => ({ ...(await browser.start()), server: own }) };
  const page = await openPage(t, used, { errors: false, developer: false });
  await page.waitForSelector("html:not([data-following])");
  await page.fill(field("customer.full_name"), "Ada Lovelace");
  await page.click('[data-case-append="checks"]');
  await page.fill(field("checks[0].check_type"), "PEP");
  await page.click('[type="submit"]');
  await page.waitForSelector("#review-create:not([hidden])");
  await page.click("#review-create");
  await page.waitForTimeout(500);
  own.kill();
  await outcome(page, "broken");
  const next = await serve("--port", new URL(own.url).port);
  t.after(() => next.close());
  await page.click("#review-ask");
  await outcome(page, "repeatable");
  await page.click("#review-create");
  await outcome(page, "created");
  assert.equal((await sandbox.facts()).cases, 1);
});

test("what is chosen in the options is what is sent", async (t) => {
  const page = await openPage(t, used);
  await page.waitForSelector("#sandbox");
  await page.$eval(".options", (details) => {
    details.open = true;
  });
  await page.check('input[name="unknownFields"][value="keep"]', { force: true });
  await page.check('input[name="defaults"][value="omit"]', { force: true });
  await create(page, "ok", "created", '{"customer_id": 3, "case_config": "kyb", "own": 1}');
  const { api } = await used.sandbox();
  const received = (await (await fetch(`${api}/sandbox/cases.ndjson`)).text()).trim().split("\n");
  assert.match(received.at(-1), /customer_id.{1,4}:3,.{0,2}case_config.{1,6}kyb/, received.at(-1));
  assert.doesNotMatch(received.at(-1), /auto_start/);
});

for (const [look, context] of Object.entries(LOOKS)) {
  test(`${look}: axe finds nothing in any outcome`, async (t) => {
    const page = await openPage(t, used, { context, errors: false });
    await page.waitForSelector("#sandbox");
    await axeFindsNothing(page);
    await page.screenshot({ path: `${screenshots}/${look}-sandbox.png` });
    await review(page);
    await axeFindsNothing(page);
    await page.screenshot({ path: `${screenshots}/${look}-to-send.png` });
    await page.click("#review-create");
    await outcome(page, "created");
    await page.waitForSelector('.case-state:not([data-state="PENDING"], [data-state="DECIDING"])');
    await axeFindsNothing(page);
    await page.screenshot({ path: `${screenshots}/${look}-created.png` });
    await page.click("#review-done");
    // The form is cleared after the dialog has closed.
    await page.waitForSelector("#undo-bar:not([hidden])");
    for (const [next, state] of [
      ["limited", "limited"],
      ["refused", "refused"],
      ["drop_after", "unknown"],
    ]) {
      await create(page, next, state);
      await axeFindsNothing(page);
      await page.screenshot({ path: `${screenshots}/${look}-${state}.png` });
      await page.click("#review-back");
    }
    await page.click('[type="submit"]');
    await page.waitForSelector("#review-unsettled:not([hidden])");
    await axeFindsNothing(page);
    await page.screenshot({ path: `${screenshots}/${look}-unsettled.png` });
  });
}

test("the policy is that of static hosting with requests to the own server, and the page may ask its own server", async (t) => {
  const page = await openPage(t, used, { errors: false });
  const { server } = await used.start();
  const { headers } = await fetch(server.url);
  assert.equal(headers.get("content-security-policy"), POLICY.replace("base-uri", "connect-src 'self'; base-uri"));
  const fetched = await page.evaluate(() =>
    Promise.allSettled([fetch("https://example.com/"), fetch("/relay")]).then((all) => all.map(({ status }) => status)),
  );
  assert.deepEqual(fetched, ["rejected", "fulfilled"]);
});

test("where there is no relay, the page sends nothing and says so", async (t) => {
  const page = await openPage(t, browser);
  await chooseExample(page, "Existing customer");
  assert.match(await page.textContent(".promise"), /^No data leaves your browser\./);
  assert.ok(await page.isHidden("#sandbox"));
  await page.click('[type="submit"]');
  await page.waitForSelector("#review[open]");
  assert.ok(await page.isHidden("#review-create"));
  assert.match(await page.textContent("#review"), /cannot send/);
});

test("no secret and nothing that was typed is in the log", async () => {
  const { log } = await used.sandbox();
  const written = log().replace(/^export .*$/gm, "");
  assert.match(written, /a case was created/, "it does log");
  assert.doesNotMatch(written, /sandbox-secret|Bearer [\w-]|access_token|Ada Lovelace|Grace Hopper/);
});

test("over plain HTTP, where `crypto.randomUUID` does not exist, the button creates the case", {
  skip: onlyInChromium("it runs a script before those of the page"),
}, async (t) => {
  const page = await openPage(t, used, {
    prepare: (page) => page.addInitScript(() => delete Crypto.prototype.randomUUID),
  });
  await page.waitForSelector("#sandbox");
  assert.equal(await page.evaluate(() => typeof crypto.randomUUID), "undefined");
  const before = await created();
  const keys = [];
  page.on("request", (request) => keys.push(request.headers()["idempotency-key"]));
  await create(page, "ok", "created");
  assert.equal(await created(), before + 1);
  assert.match(keys.find(Boolean), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("an error before anything is sent is shown, and sending can be tried again", async (t) => {
  const page = await openPage(t, used, { errors: false });
  await page.waitForSelector("#sandbox");
  const before = await created();
  await page.evaluate(() => {
    crypto.getRandomValues = () => {
      throw new Error("no random numbers");
    };
  });
  await create(page, "ok", "failed");
  assert.equal(await heading(page), "Case not created: an error occurred");
  assert.equal(await focused(page), "review-heading");
  assert.equal(await page.textContent("#sending-said"), "no random numbers");
  assert.equal(await created(), before);
  await page.evaluate(() => delete crypto.getRandomValues);
  await page.click("#review-create");
  await outcome(page, "created");
  assert.equal(await created(), before + 1);
});
