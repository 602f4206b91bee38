/** What is published: the files of the tarball, and what publint and @arethetypeswrong/cli say about them. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
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
  // The .wasm files and schema.json are files, not modules; what is older than Node 16 does not know `exports`.
  const files = ["core.wasm", "form.wasm", "schema.json"];
  const out = run(
    root,
    process.execPath,
    attw,
    tarball(),
    "--profile",
    "node16",
    "--format",
    "json",
    "--exclude-entrypoints",
    ...files,
  );
  const { problems = {}, analysis } = JSON.parse(out);
  const ours = Object.values(problems)
    .flat()
    .filter(({ resolutionKind }) => resolutionKind !== "node10");
  assert.deepEqual(ours, []);
  assert.deepEqual(Object.keys(analysis.entrypoints).sort(), [
    ".",
    "./dom",
    "./languages/*",
    "./lines",
    "./package.json",
    "./react",
    "./slim",
  ]);
});

describe("the tarball", () => {
  const files = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));

  test("holds the built files and the papers, and nothing else", () => {
    const papers = files.filter((file) => !/^dist\/|^LICENSE-/.test(file));
    assert.deepEqual(papers.sort(), ["README.md", "package.json"]);
    assert.deepEqual(
      files.filter((file) => !/^LICENSE-|\.(js|cjs|d\.ts|d\.cts|wasm|json|md)$/.test(file)),
      [],
    );
  });

  test("holds each WebAssembly once as a file, and its text once for each module system", () => {
    assert.deepEqual(
      files.filter((file) => file.endsWith(".wasm")),
      ["dist/core.wasm", "dist/form.wasm"],
    );
    const texts = files.filter(
      (file) => /\.c?js$/.test(file) && /\S{50000}/.test(readFileSync(join(installed, file), "utf8")),
    );
    assert.deepEqual(texts.sort(), [
      "dist/core-inline.cjs",
      "dist/core-inline.js",
      "dist/form-inline.cjs",
      "dist/form-inline.js",
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
      const [found] = /(?:\/root|\/home|\/Users|\.cargo|\.rustup|[a-z]:\\)[\x20-\x7e]{0,60}/.exec(text) ?? [];
      assert.equal(found, undefined, file);
    }
  });
});
