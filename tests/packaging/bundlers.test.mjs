/** Bundles of the installed package, made without any configuration for it, and then run. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { createContext, runInContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { build as esbuild } from "esbuild";
import { projectWith, remove, run } from "./packed.mjs";
import { ANSWER, IMPORT, PRINT, REQUIRE } from "./program.mjs";

const project = projectWith({
  "main.js": `${IMPORT}${PRINT}globalThis.answer = answer;`,
  "main.cjs": `${REQUIRE}${PRINT}globalThis.answer = answer;`,
  "index.html": '<!doctype html><title>x</title><script type="module" src="./main.js"></script>',
  "later.js": 'import { bindCaseFormLazily } from "sphinx-case/lazy"; globalThis.bind = bindCaseFormLazily;',
  "two.js":
    'import { validate } from "sphinx-case"; import { caseLines } from "sphinx-case/lines"; import { init } from "sphinx-case/slim"; globalThis.all = [validate, caseLines, init];',
});
after(() => remove(project));

/** Runs a script as a page would: with a page's globals, none of Node's. */
function asPage(code) {
  const page = createContext({ TextEncoder, TextDecoder, atob, console: { log() {} } });
  page.globalThis = page;
  page.self = page;
  page.document = { querySelectorAll: () => [], createElement: () => ({ relList: { supports: () => true } }) };
  page.MutationObserver = class {
    observe() {}
  };
  runInContext(code, page);
  return page.answer;
}

describe("esbuild", () => {
  for (const entry of ["main.js", "main.cjs"]) {
    test(`${entry} as a script for a page`, async () => {
      const { outputFiles } = await esbuild({
        entryPoints: [join(project, entry)],
        bundle: true,
        minify: true,
        format: "iife",
        write: false,
      });
      assert.equal(outputFiles.length, 1);
      assert.equal(asPage(outputFiles[0].text), ANSWER);
    });
  }

  test("as a module for Node", async () => {
    const outfile = join(project, "bundled.mjs");
    await esbuild({ entryPoints: [join(project, "main.js")], bundle: true, platform: "node", format: "esm", outfile });
    assert.equal(run(project, process.execPath, outfile).trim(), ANSWER);
  });

  test("one core for all entries", async () => {
    const { metafile } = await esbuild({
      entryPoints: [join(project, "two.js")],
      bundle: true,
      format: "esm",
      write: false,
      metafile: true,
    });
    const cores = Object.keys(metafile.inputs).filter((path) => /\/(glue|core-inline)\./.test(path));
    assert.equal(cores.length, 2, cores.join());
  });

  test("what is not used is not in it: no schemas, no field table", async () => {
    const { metafile, outputFiles } = await esbuild({
      stdin: { contents: 'export { validate, buildPayload } from "sphinx-case";', resolveDir: project },
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
      metafile: true,
    });
    const [{ inputs }] = Object.values(metafile.outputs);
    const used = Object.keys(inputs)
      .filter((path) => inputs[path].bytesInOutput > 0)
      .map((path) => path.split("/dist/")[1]);
    assert.deepEqual(
      used.filter((file) => /schema|field|^lines|line-streams|split|defaults/.test(file)),
      [],
    );
    assert.equal(used.includes("core-inline.js"), true, "but what starts the core is");
    assert.doesNotMatch(outputFiles[0].text, /\$schema|Full legal name/);
  });

  test("slim without the WebAssembly inside", async () => {
    const { outputFiles } = await esbuild({
      stdin: { contents: 'export { validate, buildPayload, init } from "sphinx-case/slim";', resolveDir: project },
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
    });
    // The text of the smaller module alone has more than 80,000.
    assert.equal(outputFiles[0].contents.length < 40_000, true, `${outputFiles[0].contents.length} bytes`);
  });
});

describe("Vite", () => {
  test("build: one script, no stray file, and it runs", async () => {
    const { build } = await tool("vite");
    await build({ root: project, logLevel: "error", build: { outDir: "vite-out", modulePreload: false } });
    const assets = readdirSync(join(project, "vite-out/assets"));
    assert.deepEqual(
      assets.map((name) => name.split(".").at(-1)),
      ["js"],
    );
    assert.equal(asPage(readFileSync(join(project, "vite-out/assets", assets[0]), "utf8")), ANSWER);
  });

  test("development server: the package is pre-bundled and served", async () => {
    const { createServer } = await tool("vite");
    const server = await createServer({
      root: project,
      logLevel: "error",
      server: { middlewareMode: true, watch: null, ws: false },
      appType: "custom",
    });
    try {
      const module = await server.ssrLoadModule("/main.js");
      assert.notEqual(module, undefined);
      assert.equal(globalThis.answer, ANSWER);
      const { code } = await server.transformRequest("/main.js");
      assert.match(code, /sphinx-case/);
    } finally {
      await server.close();
    }
  });
});

describe("webpack", () => {
  for (const [entry, mode] of [
    ["main.js", "production"],
    ["main.js", "development"],
    ["main.cjs", "production"],
  ]) {
    test(`${entry} for ${mode}: one script, and it runs`, async () => {
      const path = join(project, `webpack-${mode}`);
      const { default: webpack } = await tool("webpack");
      const stats = await new Promise((resolve, reject) => {
        webpack(
          {
            mode,
            context: project,
            entry: `./${entry}`,
            output: { path, filename: "main.js" },
            devtool: false,
            performance: false,
          },
          (error, result) => (error ? reject(error) : resolve(result)),
        );
      });
      assert.deepEqual([stats.toJson().errors, stats.toJson().warnings], [[], []]);
      assert.deepEqual(readdirSync(path), ["main.js"]);
      assert.equal(asPage(readFileSync(join(path, "main.js"), "utf8")), ANSWER);
    });
  }
});

describe("sphinx-case/lazy: the first load is small, and the rest is in files of its own", () => {
  const bundlers = {
    esbuild: (outdir) =>
      esbuild({
        ...{
          entryPoints: [join(project, "later.js")],
          bundle: true,
          minify: true,
          splitting: true,
          format: "esm",
          outdir,
        },
        entryNames: "first",
      }),
    async Vite(outDir) {
      const { build } = await tool("vite");
      const output = { entryFileNames: "first.js", chunkFileNames: "[name]-[hash].js" };
      const rollupOptions = { input: join(project, "later.js"), output };
      await build({ root: project, logLevel: "error", build: { outDir, rollupOptions } });
    },
    async webpack(path) {
      const { default: webpack } = await tool("webpack");
      const output = { path, filename: "first.js" };
      await new Promise((resolve, reject) => {
        webpack(
          { mode: "production", context: project, entry: "./later.js", output, performance: false },
          (error, stats) => (error || stats.hasErrors() ? reject(error ?? stats.toString()) : resolve()),
        );
      });
    },
  };
  for (const [name, bundle] of Object.entries(bundlers)) {
    test(name, async () => {
      const folder = join(project, `later-${name}`);
      await bundle(folder);
      const first = readFileSync(join(folder, "first.js"));
      // esbuild shares code between the first file and the others in a file that the first imports.
      const shared = [...first.toString().matchAll(/(?:from|import)"\.\/([^"]+)"/g)].map(([, file]) => file);
      const parts = [first, ...shared.map((file) => readFileSync(join(folder, file)))];
      const bytes = parts.reduce((sum, part) => sum + gzipSync(part, { level: 9 }).length, 0);
      assert.ok(bytes < 14 * 1024, `${bytes} bytes`);
      const later = readdirSync(folder).filter((file) => !["first.js", ...shared].includes(file));
      // The text of the module for forms alone has more than 80,000.
      assert.ok(
        later.some((file) => readFileSync(join(folder, file)).length > 80_000),
        later.join(),
      );
    });
  }
});

/** A tool of package.json, as the project finds it. */
function tool(name) {
  const require = createRequire(join(project, "any.js"));
  return import(pathToFileURL(require.resolve(name)).href);
}
