/** The server of the page: only its own files, only on loopback, safe headers, useful words. */
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { POLICY, serve } from "../../scripts/serve.mjs";
import { root } from "./open.mjs";
import { raw } from "./raw.mjs";

const SCRIPT = `${root}scripts/serve.mjs`;
let server;
before(async () => {
  server = await serve({ port: 0 });
});
after(() => server.close());

test("files come with their type, the policy and safe headers", async () => {
  for (const [path, type] of [
    ["", "text/html; charset=utf-8"],
    ["style/base.css", "text/css; charset=utf-8"],
    ["page/main.js", "text/javascript; charset=utf-8"],
    ["icon.svg", "image/svg+xml; charset=utf-8"],
    ["pkg/index.js", "text/javascript; charset=utf-8"],
    ["?query=1", "text/html; charset=utf-8"],
  ]) {
    const response = await fetch(server.url + path);
    assert.equal(response.status, 200, path);
    assert.equal(response.headers.get("content-type"), type);
    assert.equal(response.headers.get("content-security-policy"), POLICY);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
    assert.equal(response.headers.get("referrer-policy"), "no-referrer");
    assert.equal(Number(response.headers.get("content-length")), (await response.arrayBuffer()).byteLength);
  }
});

test("no path leads out of the served folders", async () => {
  for (const path of [
    "/../package.json",
    "/%2e%2e/package.json",
    "/..%2fpackage.json",
    "/%2e%2e%2fpackage.json",
    "/pkg/../../package.json",
    "/pkg/..%2f..%2fpackage.json",
    "/..\\package.json",
    "/..%5cpackage.json",
    "/page/../../package.json",
    "//etc/passwd",
    "/%00",
    "/index.html%00.png",
    "/%",
    "/%ff",
    "/page",
    "/page/",
    "/nothing.html",
    "http://example.com/index.html",
  ]) {
    const answer = await raw(server.port, path);
    assert.match(answer, /^HTTP\/1\.1 404 /, path);
    assert.doesNotMatch(answer, /devDependencies|root:/, path);
  }
});

test("a symbolic link that leads out is not followed", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "sphinx-case-serve-"));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "inside.txt"), "inside");
  await symlink(join(folder, "inside.txt"), join(folder, "near.txt"));
  await symlink(join(root, "package.json"), join(folder, "far.json"));
  const own = await serve({ port: 0, mounts: { "/": folder } });
  t.after(() => own.close());
  assert.match(await raw(own.port, "/near.txt"), /^HTTP\/1\.1 200 .*inside/s);
  assert.match(await raw(own.port, "/far.json"), /^HTTP\/1\.1 404 /);
});

test("HEAD has no body, other methods are refused", async () => {
  const head = await fetch(server.url, { method: "HEAD" });
  assert.equal(head.status, 200);
  assert.equal(await head.text(), "");
  const post = await fetch(server.url, { method: "POST", body: "x" });
  assert.equal(post.status, 405);
  assert.equal(post.headers.get("allow"), "GET, HEAD");
});

test("listens on loopback only", async () => {
  const others = Object.values(networkInterfaces())
    .flat()
    .filter((address) => address.family === "IPv4" && !address.internal);
  for (const { address } of others) {
    await assert.rejects(
      new Promise((resolve, reject) => {
        const socket = connect({ port: server.port, host: address, timeout: 2000 }, () => resolve(socket.destroy()));
        socket.on("error", reject);
        socket.on("timeout", () => reject(socket.destroy()));
      }),
      `reachable at ${address}`,
    );
  }
  assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+\/$/);
});

test("takes the next free port when the one asked for is taken", async (t) => {
  const first = createServer();
  await new Promise((listening) => first.listen(0, "127.0.0.1", listening));
  t.after(() => first.close());
  const { port } = first.address();
  const child = spawn(process.execPath, [SCRIPT, "--port", String(port)], { stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill());
  const line = await new Promise((resolve, reject) => {
    child.stdout.once("data", (data) => resolve(String(data)));
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  const used = Number(line.match(/http:\/\/127\.0\.0\.1:(\d+)\//)?.[1]);
  assert.ok(used > port && used <= port + 20, line);
  assert.equal((await fetch(`http://127.0.0.1:${used}/`)).status, 200);
});

test("--help explains, and arguments that make no sense are refused by name", async () => {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [SCRIPT, "--help"]);
  assert.match(stdout, /--port N/);
  for (const [words, said] of [
    [["--port"], /nothing/],
    [["--port", "abc"], /abc/],
    [["--port=70000"], /70000/],
    [["--prot", "1"], /--prot/],
  ]) {
    await assert.rejects(
      run(process.execPath, [SCRIPT, ...words]),
      (error) => error.code === 2 && said.test(error.stderr),
    );
  }
});
