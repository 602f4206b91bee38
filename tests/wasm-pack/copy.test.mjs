/** `wasm-pack build` without further arguments, on a copy of the tracked files: it makes a package and changes none of them. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { root, run } from "./build.mjs";

const copy = mkdtempSync(join(tmpdir(), "sphinx-case-wasm-pack-"));
after(() => rmSync(copy, { recursive: true }));
const git = (...args) => execFileSync("git", args, { cwd: copy, encoding: "utf8" });

test("plain `wasm-pack build` makes a package in pkg/ and leaves the tracked files as they are", () => {
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0");
  for (const file of files.filter((file) => file !== "" && existsSync(join(root, file)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  git("init", "--quiet");
  git("add", "--all", "--force");

  run(copy, "build");

  assert.equal(git("status", "--porcelain").replaceAll(/^A {2}.*\n/gm, ""), "", "every tracked file is as it was");
  const manifest = JSON.parse(readFileSync(join(copy, "pkg/package.json"), "utf8"));
  assert.deepEqual([manifest.name, manifest.type], ["sphinx-case", "module"]);
  for (const file of [manifest.main, manifest.types, "sphinx_case_bg.wasm"])
    assert.ok(existsSync(join(copy, "pkg", file)), file);
  const wasm = new WebAssembly.Module(readFileSync(join(copy, "pkg/sphinx_case_bg.wasm")));
  const exported = WebAssembly.Module.exports(wasm).map(({ name }) => name);
  for (const name of ["validate", "buildPayload", "applyDefaults"]) assert.ok(exported.includes(name), name);
});
