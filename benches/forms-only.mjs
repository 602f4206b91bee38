import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleForms, FORM_SCENARIOS } from "./forms/bundle.mjs";
import { measure, table } from "./report.mjs";
import { takeTurns } from "./scenarios.mjs";
const folder = mkdtempSync(join(tmpdir(), "sphinx-form-"));
const forms = await bundleForms(folder);
for (const old of process.argv.slice(2)) {
const out = join(folder, old.replaceAll("/", "_")+".mjs");
await build({ entryPoints: [fileURLToPath(new URL("forms/sphinx-case.mjs", import.meta.url))], outfile: out, bundle: true, minify: true, format: "esm", platform: "node", target: "es2022", alias: { "sphinx-case": old+"/dist/index.js" }, banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' } });
forms[old] = out;
}
for (const { title, field, target } of FORM_SCENARIOS) {
  const series = await takeTurns(fileURLToPath(new URL("forms/worker.mjs", import.meta.url)), forms, [field]);
  console.log(table(measure({ title, unit: "ns", series, better: "faster", target, baseline: "react-hook-form" })));
}
rmSync(folder, { recursive: true });
