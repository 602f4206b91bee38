/** The first load of the page from `sphinx-case serve`: few requests, few bytes, and validators for the next load. */
import assert from "node:assert/strict";
import { createServer, request as send } from "node:http";
import { after, before, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { launch, onlyInChromium } from "./engines/index.mjs";
import { raw } from "./raw.mjs";
import { serveSandbox } from "./relay.mjs";

/** The limits of the first load. Bytes are those of the bodies as they are sent. */
const MAX_REQUESTS = 8;
const MAX_BYTES = 150_000;

/** How browsers cache a file whose name changes with its content. */
const KEPT = "public, max-age=31536000, immutable";

let server;
let address;
before(async () => {
  server = await serveSandbox();
  address = new URL(server.url);
});
after(() => server?.close());

/** A proxy in front of the server that counts what is requested and sent. */
async function countingProxy(t) {
  const loads = [];
  const proxy = createServer((incoming, outgoing) => {
    const headers = { ...incoming.headers, host: address.host };
    const { url: path, method } = incoming;
    incoming.pipe(
      send({ host: address.hostname, port: address.port, path, method, headers }, (response) => {
        const load = { path, status: response.statusCode, encoding: response.headers["content-encoding"], bytes: 0 };
        loads.push(load);
        response.on("data", (part) => {
          load.bytes += part.length;
        });
        outgoing.writeHead(response.statusCode, response.headers);
        response.pipe(outgoing);
      }),
    );
  });
  await new Promise((listening) => proxy.listen(0, "127.0.0.1", listening));
  t.after(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return { url: `http://127.0.0.1:${proxy.address().port}/`, loads };
}

test("the first load has few requests and few bytes", { skip: onlyInChromium("it counts bytes") }, async (t) => {
  const { url, loads } = await countingProxy(t);
  const browser = await launch();
  t.after(() => browser.close());
  const page = await browser.newPage({ locale: "en-GB" });
  const settled = async () => {
    await page.waitForSelector('#verdict:not([data-state="waiting"]):not(.stale)', { state: "attached" });
    assert.equal(await page.textContent("#verdict"), "Incomplete");
    await page.waitForSelector("#sandbox:not([hidden])");
  };
  await page.goto(url, { waitUntil: "networkidle" });
  await settled();
  const bytes = loads.reduce((sum, load) => sum + load.bytes, 0);
  t.diagnostic(`${loads.length} requests, ${bytes.toLocaleString("en")} bytes`);
  for (const load of loads) t.diagnostic(`${load.path} ${load.encoding ?? "identity"} ${load.bytes}`);
  assert.ok(loads.length <= MAX_REQUESTS, `${loads.length} requests`);
  assert.ok(bytes <= MAX_BYTES, `${bytes} bytes`);

  // The browser has the files whose names change with their content.
  loads.length = 0;
  await page.reload({ waitUntil: "networkidle" });
  await settled();
  assert.deepEqual(
    loads.map(({ path, status }) => `${path} ${status}`),
    ["/ 304", "/relay 200"],
  );

  // Another language is loaded when it is chosen.
  loads.length = 0;
  await page.selectOption("#language", "de");
  await page.waitForFunction(() => document.documentElement.lang === "de");
  assert.equal(await page.textContent("#form-heading"), "Angaben zum Fall");
  assert.ok(loads.length > 0 && loads.every(({ path }) => path.startsWith("/de-")), JSON.stringify(loads));
});

/** The response to one request, as it is sent. */
function load(path, headers = {}) {
  return new Promise((resolve, reject) => {
    send({ host: address.hostname, port: address.port, path, headers }, async (response) => {
      const parts = [];
      for await (const part of response) parts.push(part);
      resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) });
    })
      .on("error", reject)
      .end();
  });
}

test("files are sent in a coding that the browser accepts, and only if they have changed", async () => {
  const plain = await load("/");
  const [, script] = /src="(main-\w+\.js)"/.exec(plain.body);
  const [, style] = /href="([\w-]+\.css)"/.exec(plain.body);
  for (const [path, type, codings] of [
    ["/", "text/html; charset=utf-8", ["gzip"]],
    ["/index.html", "text/html; charset=utf-8", ["gzip"]],
    [`/${script}`, "text/javascript; charset=utf-8", ["gzip", "br"]],
    [`/${style}`, "text/css; charset=utf-8", ["gzip", "br"]],
  ]) {
    const { body } = await load(path);
    for (const [accepted, coding] of [
      ["identity", undefined],
      ["gzip;q=0", undefined],
      ["deflate, gzip", "gzip"],
      ["GZIP;q=0.5", "gzip"],
      ...codings.map((one) => [one, one]),
      ["gzip, deflate, br, zstd", codings.at(-1)],
    ]) {
      const answer = await load(path, { "accept-encoding": accepted });
      assert.equal(answer.status, 200, path);
      assert.equal(answer.headers["content-encoding"], coding, `${path} ${accepted}`);
      assert.equal(answer.headers["content-type"], type);
      assert.equal(answer.headers["cache-control"], type.startsWith("text/html") ? "no-cache" : KEPT, path);
      assert.equal(answer.headers.vary?.toLowerCase(), "accept-encoding");
      assert.equal(Number(answer.headers["content-length"]), answer.body.length);
      const unpack = { gzip: gunzipSync, br: brotliDecompressSync }[coding] ?? ((one) => one);
      assert.ok(unpack(answer.body).equals(body), `${path} ${accepted}`);

      const { etag, "last-modified": date } = answer.headers;
      const validator = etag ? { "if-none-match": `"other", W/${etag}` } : { "if-modified-since": date };
      const again = await load(path, { "accept-encoding": accepted, ...validator });
      assert.equal(again.status, 304, `${path} ${accepted}`);
      assert.equal(again.body.length, 0);
      assert.equal(again.headers.etag, etag);
    }
    const other = await load(path, {
      "if-none-match": '"other"',
      "if-modified-since": "Thu, 01 Jan 1970 00:00:00 GMT",
    });
    assert.equal(other.status, 200, path);
  }
  assert.match(await raw(address.port, "/", { method: "HEAD", host: address.host }), /^HTTP\/1\.1 200 .*etag: "/s);
});
