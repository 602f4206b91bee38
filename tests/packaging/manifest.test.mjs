/** What is published: the files of the tarball, and what publint and @arethetypeswrong/cli say about them. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { installedProject, run, tarball } from "./packed.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const installed = join(installedProject(), "node_modules/sphinx-case");

test("publint has nothing to say, not even a suggestion", async () => {
  const { messages, pkg } = await publint({ pkgDir: installed, strict: true, pack: false });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg)),
    [],
  );
});

test("@arethetypeswrong/cli finds no problem in any entry", () => {
  const attw = join(root, "node_modules/@arethetypeswrong/cli/dist/index.js");
  // CommonJS cannot load the .wasm files, and nothing can say so to attw: they have types, for TypeScript.
  const out = run(root, process.execPath, attw, tarball(), "--format", "json");
  const { problems = {}, analysis } = JSON.parse(out);
  assert.deepEqual(problems, {});
  assert.deepEqual(Object.keys(analysis.entrypoints).sort(), [
    ".",
    "./core.wasm",
    "./csv",
    "./dom",
    "./form.wasm",
    "./languages/*",
    "./lazy",
    "./lines",
    "./package.json",
    "./react",
    "./schema.json",
    "./slim",
    "./table.wasm",
  ]);
});

describe("the tarball", () => {
  const files = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));

  test("holds the built files, the licenses, the manifests of the entries, and nothing else", () => {
    const others = files.filter((file) => !file.startsWith("dist/"));
    const entries = ["dom", "languages/de", "languages/es", "languages/fr", "languages/list", "languages/pl"];
    const manifests = ["csv", ...entries, "lazy", "lines", "react", "slim"].map((entry) => `${entry}/package.json`);
    assert.deepEqual(
      others.sort(),
      ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "package.json", ...manifests].sort(),
    );
    for (const manifest of manifests) {
      const { main, module, types } = JSON.parse(readFileSync(join(installed, manifest), "utf8"));
      for (const file of [main, module, types]) assert.ok(existsSync(join(installed, manifest, "..", file)), file);
    }
    assert.deepEqual(
      files.filter((file) => !/^LICENSE-|\.(js|cjs|d\.ts|d\.cts|wasm|json|md)$/.test(file)),
      [],
    );
  });

  test("holds each WebAssembly once as a file, and its text and its JavaScript once for each module system", () => {
    assert.deepEqual(
      files.filter((file) => file.endsWith(".wasm")),
      ["dist/core.wasm", "dist/form.wasm", "dist/table.wasm"],
    );
    // Each is one line; no other line is nearly as long.
    const hasLongLine = (file) =>
      readFileSync(join(installed, file), "utf8")
        .split("\n")
        .some((line) => line.length > 80_000);
    const texts = files.filter((file) => /\.c?js$/.test(file) && hasLongLine(file));
    assert.deepEqual(texts.sort(), [
      "dist/core-inline.cjs",
      "dist/core-inline.js",
      "dist/core-script.cjs",
      "dist/core-script.js",
      "dist/form-inline.cjs",
      "dist/form-inline.js",
      "dist/form-script.cjs",
      "dist/form-script.js",
      "dist/table-inline.cjs",
      "dist/table-inline.js",
      "dist/table-script.cjs",
      "dist/table-script.js",
    ]);
  });

  test("has no URL of its own module, no top-level await, no dependency but an optional one", () => {
    const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    assert.deepEqual([manifest.dependencies, manifest.scripts], [undefined, undefined]);
    // Only who imports sphinx-case/react needs React.
    assert.deepEqual(manifest.peerDependencies, { react: ">=18" });
    assert.deepEqual(manifest.peerDependenciesMeta, { react: { optional: true } });
    for (const file of files.filter((name) => /\.c?js$/.test(name))) {
      const text = readFileSync(join(installed, file), "utf8");
      assert.doesNotMatch(text, /import\.meta|^(?:const .* = )?await /m, file);
      assert.doesNotMatch(text, /\b(?:eval|Function)\(/, file);
    }
  });

  test("says nothing of the machine it was built on", () => {
    for (const file of files) {
      const text = readFileSync(join(installed, file)).toString("latin1");
      const [found] =
        /(?:\/root|\/home|\/Users|\.cargo|\.rustup|\b[A-Za-z]:\\(?!\/))[\x20-\x7e]{0,60}/.exec(text) ?? [];
      assert.equal(found, undefined, file);
    }
  });
});
