/** `wasm-pack build` without further arguments, on a copy of the files that git knows or would add: it makes a package and changes none of them. */
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
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
    cwd: root,
    encoding: "utf8",
  }).split("\0");
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

  // The default target is for bundlers; Node takes such modules with a flag.
  const program = `
    import { buildPayload } from ${JSON.stringify(join(copy, "pkg", manifest.main))};
    console.log(buildPayload({ customer_id: 1, case_config: "kyb" }).body);
  `;
  const args = ["--experimental-wasm-modules", "--no-warnings", "--input-type=module", "--eval", program];
  assert.equal(
    execFileSync(process.execPath, args, { encoding: "utf8" }).trim(),
    '{"customer_id":1,"delete_after":-1,"case_config":"kyb","auto_start":true}',
  );
});
