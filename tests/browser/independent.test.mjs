/**
 * The page against Django REST Framework, whose answers nobody here wrote: through the real `sphinx-case serve`, with nothing
 * between the keyboard and the server left out.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { test } from "node:test";
import { reader, startServer, writer } from "../sending/server/start.mjs";
import { onlyInChromium } from "./engines/index.mjs";
import { chooseExample, openPage, useBrowser } from "./open.mjs";
import { serveApi } from "./relay.mjs";

const browser = useBrowser();
const field = (name) => `#case-form [name="${name}"]`;
const focused = (page) => page.evaluate(() => document.activeElement.id);
const outcome = (page, state) => page.waitForSelector(`#review[data-state="${state}"]`);
const variables = ({ client_id, client_secret }) => ({
  SPHINX_CLIENT_ID: client_id,
  SPHINX_CLIENT_SECRET: client_secret,
});

/** A door to an API, at a port of its own: it hears what goes through, so that a test knows the tokens that were given. */
async function door(t, target, port = 0) {
  const heard = [];
  const server = createServer((socket) => {
    const { hostname, port } = new URL(target);
    const behind = connect(Number(port), hostname);
    for (const [from, to] of [
      [socket, behind],
      [behind, socket],
    ]) {
      from.on("data", (bytes) => heard.push(bytes)).on("error", () => to.destroy());
      from.pipe(to);
    }
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const tokens = () => {
    const found = Buffer.concat(heard)
      .toString("latin1")
      .matchAll(/"access_token":\s*"([^"]+)"/g);
    return [...found].map(([, token]) => token);
  };
  return { url: `http://127.0.0.1:${server.address().port}`, tokens };
}

/** The page, served with these credentials for the API there, and all that the browser got. */
async function open(t, base, credentials) {
  const server = await serveApi(base, credentials);
  t.after(() => server.close());
  const got = [];
  // Chromium reports every answer that is an error on the console.
  const page = await openPage(
    t,
    { start: async () => ({ ...(await browser.start()), server }) },
    {
      errors: false,
      prepare: async (opened) =>
        opened.on("response", (response) => {
          const body = response.body().then((bytes) => bytes.toString("utf8"));
          got.push(
            Promise.all([response.url(), JSON.stringify(response.headers()), body]).then((parts) => parts.join()),
          );
        }),
    },
  );
  return { page, server, received: async () => (await Promise.all(got)).join("\n") };
}

/** Moves to a place of the page as those do who have no mouse. */
async function tabTo(page, selector) {
  for (let press = 0; press < 80; press += 1) {
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not lead to ${selector}`);
}

async function press(page, selector) {
  await tabTo(page, selector);
  await page.keyboard.press("Enter");
}

/** Asks the API itself, beside the page, for how many cases there are. */
async function casesAt(api) {
  const { access_token } = await (
    await fetch(`${api.url}/api/oauth/token/`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...writer, grant_type: "client_credentials" }),
    })
  ).json();
  const headers = { Authorization: `Bearer ${access_token}` };
  return (await fetch(`${api.url}/api/cases/`, { headers })).json();
}

const only = { skip: onlyInChromium("it reads everything that the page receives") };

/** Nothing that would let a page ask the API itself. */
function holdsNoSecret(text, ...more) {
  assert.match(text, /case-relay/, "everything that was received is here");
  assert.doesNotMatch(text, /Bearer [\w-]{20}|"access_token"|authorization":/i);
  for (const secret of [writer, reader].flatMap(Object.values).concat(more)) assert.ok(!text.includes(secret), secret);
}

for (const version of ["3.17", "3.18"]) {
  test(
    `Django REST Framework ${version}: what only it refuses stands at its field; mended, the case is created`,
    only,
    async (t) => {
      const api = await startServer(version);
      t.after(() => api.stop());
      const { url, tokens } = await door(t, api.url);
      const { page, server, received } = await open(t, url, variables(writer));
      await tabTo(page, field("customer.full_name"));
      await page.keyboard.type("Grace Hopper");
      await press(page, '[data-case-append="checks"]');
      await page.keyboard.type("PEP");
      await tabTo(page, field("webhook_url"));
      await page.keyboard.type("https://intranet/x");
      await press(page, '[type="submit"]');
      await page.waitForSelector("#review[open]");
      await press(page, "#review-create");
      await page.waitForSelector("#summary:not([hidden])");
      assert.equal(await focused(page), "summary");
      assert.equal(await page.isVisible("#review"), false);
      assert.match(await page.textContent("#summary"), /Enter a valid URL\./);
      assert.match(await page.textContent('[data-case-issues="webhook_url"]'), /Enter a valid URL\./);
      assert.equal(await page.getAttribute(field("webhook_url"), "aria-invalid"), "true");
      assert.equal(await page.inputValue(field("customer.full_name")), "Grace Hopper");
      assert.equal((await casesAt(api)).count, 0);

      // The summary leads to the field.
      await press(page, "#summary a");
      assert.equal(await page.evaluate(() => document.activeElement.name), "webhook_url");
      await page.keyboard.press("Control+A");
      await page.keyboard.type("https://intranet.example/x");
      await press(page, '[type="submit"]');
      await page.waitForSelector("#review[open]");
      await press(page, "#review-create");
      await outcome(page, "created");
      const { count, results } = await casesAt(api);
      assert.equal(count, 1);
      assert.equal(await page.textContent("#review-heading"), `Case ${results[0].id} created`);
      assert.equal(results[0].webhook_url, "https://intranet.example/x");
      assert.equal(results[0].customer.full_name, "Grace Hopper");
      const [token] = tokens();
      assert.match(token, /^[\w-]{40,}$/);
      holdsNoSecret(await received(), token);
      assert.doesNotMatch(server.log(), /writer-secret|Bearer [\w-]{20}|Grace Hopper/);
      assert.ok(!server.log().includes(token));
    },
  );

  for (const [who, credentials, secrets] of [
    ["a token that is refused", { SPHINX_TOKEN: "a-token-of-nobody-at-all" }, ["a-token-of-nobody-at-all"]],
    ["a client that may only read", variables(reader), []],
  ]) {
    test(
      `Django REST Framework ${version}: ${who} creates nothing, and the page says so in its own words`,
      only,
      async (t) => {
        const api = await startServer(version);
        t.after(() => api.stop());
        const { page, received } = await open(t, api.url, credentials);
        await chooseExample(page, "Company with case configuration, not started");
        await press(page, '[type="submit"]');
        await page.waitForSelector("#review[open]");
        await press(page, "#review-create");
        await outcome(page, "refused");
        const said = await page.textContent("#review");
        assert.match(said, /No case was created\./);
        assert.doesNotMatch(said, /Invalid token|do not have permission/);
        assert.ok(await page.isHidden("#review-create"), "trying again would change nothing");
        assert.equal((await casesAt(api)).count, 0);
        const all = await received();
        holdsNoSecret(all, ...secrets);
        assert.doesNotMatch(all, /Invalid token|do not have permission/);
      },
    );
  }

  test(`Django REST Framework ${version}: with a wrong secret, nothing is served at all`, async (t) => {
    const api = await startServer(version);
    t.after(() => api.stop());
    await assert.rejects(
      serveApi(api.url, { ...variables(writer), SPHINX_CLIENT_SECRET: "a-wrong-secret" }),
      ({ message }) => {
        assert.match(message, /^serve ended with 4: /);
        assert.doesNotMatch(message, /a-wrong-secret/);
        return true;
      },
    );
  });
}

test("an API that cannot be reached: nothing was created, and once it can be, the same request is", only, async (t) => {
  // A port that was free a moment ago, and that nobody listens on.
  const closed = createServer().listen(0, "127.0.0.1");
  await once(closed, "listening");
  const { port } = closed.address();
  await new Promise((end) => closed.close(end));
  const { page, received } = await open(t, `http://127.0.0.1:${port}`, variables(writer));
  await chooseExample(page, "Company with case configuration, not started");
  await press(page, '[type="submit"]');
  await page.waitForSelector("#review[open]");
  await press(page, "#review-create");
  await outcome(page, "unreachable");
  assert.equal(await focused(page), "review-heading");
  assert.match(await page.textContent("#sending-text"), /No case was created\..*entries are kept/);
  assert.ok(await page.isVisible("#review-create"), "it can be tried again");
  await press(page, "#review-back");
  assert.equal(await page.inputValue(field("case_config")), "kyb-standard");

  const api = await startServer();
  t.after(() => api.stop());
  const { tokens } = await door(t, api.url, port);
  await press(page, '[type="submit"]');
  await press(page, "#review-create");
  await outcome(page, "created");
  assert.equal((await casesAt(api)).count, 1);
  holdsNoSecret(await received(), ...tokens());
});
