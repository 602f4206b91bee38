/** The installed package in workerd, which compiles no bytes: with the condition `workerd` there is no WebAssembly at all. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
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
  "slim-worker.js": `import { buildPayload, initSync, validate } from "sphinx-case/slim";
    import core from "sphinx-case/core.wasm";
    initSync(core);
    export default {
      fetch() {
        ${PRINT}
        return new Response(answer);
      },
    };`,
});
after(() => remove(project));
const require = createRequire(join(project, "any.js"));

/** The worker in one file, made without any configuration for .wasm files. */
async function bundle(entry, plugins = []) {
  const { outputFiles } = await build({
    entryPoints: [join(project, entry)],
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    write: false,
    plugins,
  });
  return { type: "ESModule", path: "worker.js", contents: outputFiles[0].text };
}

/** As wrangler does it: each .wasm that is imported lies beside the worker, as a module. */
function modulesBeside(modules) {
  return {
    name: "wasm as a module",
    setup(bundler) {
      bundler.onResolve({ filter: /\.wasm$/ }, ({ path }) => {
        const name = path.split("/").at(-1);
        modules.push({ type: "CompiledWasm", path: name, contents: readFileSync(require.resolve(path)) });
        return { path: `./${name}`, external: true };
      });
    },
  };
}

async function start(t, modules) {
  const { Miniflare } = await import(pathToFileURL(require.resolve("miniflare")).href);
  const worker = new Miniflare({ modules, modulesRoot: "/", compatibilityDate: "2025-01-01" });
  t.after(() => worker.dispose());
  return worker;
}

test("workerd, through miniflare", async (t) => {
  const worker = await start(t, [await bundle("worker.js")]);
  const answer = await worker.dispatchFetch("http://localhost/");
  assert.equal(await answer.text(), ANSWER);
  const lines = await worker.dispatchFetch("http://localhost/", {
    method: "POST",
    body: '{"customer_id":1,"case_config":"kyb"}\n{}\n',
  });
  const [first, second] = (await lines.text()).split("\n");
  assert.equal(JSON.parse(first).auto_start, true);
  assert.equal(JSON.parse(second).line, 2);
});

test("workerd with slim and the compiled module, which is faster", async (t) => {
  const modules = [];
  const code = await bundle("slim-worker.js", [modulesBeside(modules)]);
  assert.deepEqual(
    modules.map(({ path }) => path),
    ["core.wasm"],
  );
  const worker = await start(t, [code, ...modules]);
  const answer = await worker.dispatchFetch("http://localhost/");
  assert.equal(await answer.text(), ANSWER);
});
