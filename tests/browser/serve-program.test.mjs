/** `sphinx-case serve`: only its own files, safe headers, and useful error messages. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { root } from "./open.mjs";
import { raw } from "./raw.mjs";
import { PROGRAM, serveSandbox } from "./relay.mjs";

let server;
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "sphinx-case-serve-"));
  // The sources of the page use the unbundled package.
  await cp(join(root, "www"), folder, { recursive: true });
  await writeFile(join(folder, "inside.txt"), "inside");
  await symlink(join(folder, "inside.txt"), join(folder, "near.txt"));
  await symlink(join(root, "package.json"), join(folder, "far.json"));
  server = await serveSandbox("--page", folder);
});
after(async () => {
  await server?.close();
  await rm(folder, { recursive: true });
});

/** Sends a request line exactly as written to the server of these tests. */
function ask(path, { host, ...more } = {}) {
  const { port } = new URL(server.url);
  return raw(port, path, { host: host ?? `localhost:${port}`, ...more });
}

test("no path leads out of the served folders", async () => {
  for (const path of [
    "/../package.json",
    "/%2e%2e/package.json",
    "/..%2fpackage.json",
    "/%2e%2e%2fpackage.json",
    "/pkg/../../package.json",
    "/pkg/..%2f..%2fpackage.json",
    "/pkg//etc/passwd",
    "/pkg/%2fetc/passwd",
    "/..\\package.json",
    "/..%5cpackage.json",
    "/page/../../package.json",
    "//etc/passwd",
    "/%2fetc/passwd",
    "/%00",
    "/index.html%00.png",
    "/%",
    "/%ff",
    "/%2",
    "/%+1",
    "/page",
    "/page/",
    "/nothing.html",
    "/far.json",
    "/cases/../../package.json",
  ]) {
    const answer = await ask(path);
    assert.match(answer, /^HTTP\/1\.1 40[04] /, path);
    assert.doesNotMatch(answer, /devDependencies|root:/, path);
  }
  assert.match(await ask("http://example.com/index.html"), /^HTTP\/1\.1 421 /);
});

test("files come with their type and safe headers, also through a link that stays inside", async () => {
  assert.match(await ask("/near.txt"), /^HTTP\/1\.1 200 .*inside/s);
  for (const [path, type] of [
    ["", "text/html; charset=utf-8"],
    ["page/main.js", "text/javascript; charset=utf-8"],
    ["icon.svg", "image/svg+xml; charset=utf-8"],
    ["pkg/index.js", "text/javascript; charset=utf-8"],
    ["?query=1", "text/html; charset=utf-8"],
  ]) {
    const response = await fetch(server.url + path, { headers: { "Accept-Encoding": "identity" } });
    assert.equal(response.status, 200, path);
    assert.equal(response.headers.get("content-type"), type);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
    assert.equal(Number(response.headers.get("content-length")), (await response.arrayBuffer()).byteLength);
  }
  assert.match(await (await fetch(server.url)).text(), /<meta name="case-relay" content=".\/">/);
});

test("listens on loopback only", async () => {
  const { port } = new URL(server.url);
  const others = Object.values(networkInterfaces())
    .flat()
    .filter((address) => address.family === "IPv4" && !address.internal);
  for (const { address } of others) {
    await assert.rejects(
      new Promise((resolve, reject) => {
        const socket = connect({ port, host: address, timeout: 2000 }, () => resolve(socket.destroy()));
        socket.on("error", reject);
        socket.on("timeout", () => reject(socket.destroy()));
      }),
      `reachable at ${address}`,
    );
  }
});

test("HEAD has no body, other methods and foreign hosts are refused", async () => {
  const head = await ask("/", { method: "HEAD" });
  assert.match(head, /^HTTP\/1\.1 200 .*content-length: [1-9]\d+\r\n/s);
  assert.match(head, /\r\n\r\n$/);
  assert.match(await ask("/", { method: "PUT" }), /^HTTP\/1\.1 405 .*allow: GET,HEAD/s);
  assert.match(await ask("/", { host: "evil.example" }), /^HTTP\/1\.1 421 /);
  assert.match(await ask("/sandbox/next", { method: "POST", host: "evil.example" }), /^HTTP\/1\.1 421 /);
});

test("pages of others cannot tell the sandbox anything", async () => {
  const tell = (headers) => fetch(`${server.url}sandbox/next`, { method: "POST", body: "fail_500", headers });
  assert.equal((await tell({ Origin: "https://evil.example" })).status, 403);
  assert.equal((await tell({ "Sec-Fetch-Site": "cross-site" })).status, 403);
  const wrong = await fetch(`${server.url}sandbox/next`, { method: "POST", body: "fail" });
  assert.equal(wrong.status, 400);
  assert.match(await wrong.text(), /unknown fault/);
});

test("takes the next free port when the one asked for is taken, and ends in order", async (t) => {
  const first = createServer();
  await new Promise((listening) => first.listen(0, "127.0.0.1", listening));
  t.after(() => first.close());
  const { port } = first.address();
  const own = await serveSandbox("--port", String(port));
  const used = Number(new URL(own.url).port);
  assert.ok(used > port && used <= port + 20);
  assert.equal(await own.close(), 0);
});

test("what cannot be is said by name, with its exit code", async () => {
  const run = promisify(execFile);
  for (const [words, code, said] of [
    [["--sandbox", "--host", "0.0.0.0"], 2, /--open-to-network/],
    [["--sandbox", "--page", "/nowhere"], 2, /nowhere.*index\.html.*--page/s],
    [["--sandbox", "--package", "www"], 2, /index\.js.*make pkg/s],
    [["--faults", "slow=1"], 2, /--sandbox/],
    [["--sandbox", "--faults", "slwo=1"], 2, /unknown fault/],
    [["--sandbox", "--max-body", "1"], 2, /65536/],
    [[], 4, /SPHINX_CLIENT_ID/],
  ]) {
    await assert.rejects(
      run(PROGRAM, ["serve", "--port", "0", ...words], { cwd: root, env: {}, timeout: 20_000 }),
      (error) => {
        assert.equal(error.code, code, words.join(" "));
        assert.match(error.stderr, said);
        return true;
      },
    );
  }
});
