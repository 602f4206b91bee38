/** The installed package in workerd, where no bytes may be compiled: the `workerd` condition brings the module itself. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { projectWith, remove } from "./packed.mjs";
import { ANSWER, IMPORT, PRINT } from "./program.mjs";

const project = projectWith({
  "worker.js": `${IMPORT}
    import { caseLines } from "sphinx-case/lines";
    export default {
      async fetch(request) {
        if (request.method === "POST") return new Response(request.body.pipeThrough(caseLines()));
        ${PRINT}
        return new Response(answer);
      },
    };`,
});
after(() => remove(project));

/** As wrangler does it: the worker in one file, and each .wasm it imports beside it, as a module. */
async function bundle() {
  const modules = [];
  const wasm = {
    name: "wasm as a module",
    setup(bundler) {
      bundler.onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => {
        modules.push({ type: "CompiledWasm", path: basename(path), contents: readFileSync(join(resolveDir, path)) });
        return { path: `./${basename(path)}`, external: true };
      });
    },
  };
  const { outputFiles } = await build({
    entryPoints: [join(project, "worker.js")],
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    write: false,
    plugins: [wasm],
  });
  return [{ type: "ESModule", path: "worker.js", contents: outputFiles[0].text }, ...modules];
}

test("workerd, through miniflare", async () => {
  const modules = await bundle();
  assert.deepEqual(modules.map(({ path }) => path).sort(), ["core.wasm", "form.wasm", "worker.js"]);
  assert.equal(
    modules.find(({ path }) => path === "worker.js").contents.length < 100_000,
    true,
    "the WebAssembly as text is left out",
  );
  const require = createRequire(join(project, "any.js"));
  const { Miniflare } = await import(pathToFileURL(require.resolve("miniflare")).href);
  const worker = new Miniflare({ modules, modulesRoot: "/", compatibilityDate: "2025-01-01" });
  try {
    const answer = await worker.dispatchFetch("http://localhost/");
    assert.equal(await answer.text(), ANSWER);
    const lines = await worker.dispatchFetch("http://localhost/", {
      method: "POST",
      body: '{"customer_id":1,"case_config":"kyb"}\n{}\n',
    });
    const [first, second] = (await lines.text()).split("\n");
    assert.equal(JSON.parse(first).auto_start, true);
    assert.equal(JSON.parse(second).line, 2);
  } finally {
    await worker.dispose();
  }
});
