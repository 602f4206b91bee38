import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleForms, FORM_SCENARIOS } from "./forms/bundle.mjs";
import { takeTurns } from "./scenarios.mjs";
const folder = mkdtempSync(join(tmpdir(), "sphinx-form-"));
const forms = await bundleForms(folder);
for (const old of process.argv.slice(2)) {
const out = join(folder, old.replaceAll("/", "_")+".mjs");
await build({ entryPoints: [fileURLToPath(new URL("forms/sphinx-case.mjs", import.meta.url))], outfile: out, bundle: true, minify: true, format: "esm", platform: "node", target: "es2022", alias: { "sphinx-case": old+"/dist/index.js" }, banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' } });
forms[old] = out;
}
for (const { title, field } of FORM_SCENARIOS) {
  const series = await takeTurns(fileURLToPath(new URL("forms/worker.mjs", import.meta.url)), forms, [field]);
  console.log(title);
  const q=(a,p)=>[...a].sort((x,y)=>x-y)[Math.floor(a.length*p)];
  for (const [k,v] of Object.entries(series)) console.log(k.padEnd(28), "min",(Math.min(...v)/1e3).toFixed(2),"q25",(q(v,.25)/1e3).toFixed(2),"med",(q(v,.5)/1e3).toFixed(2), "ratio(min)", (Math.min(...series["react-hook-form"])/Math.min(...v)).toFixed(2), "ratio(q25)", (q(series["react-hook-form"],.25)/q(v,.25)).toFixed(2));
}
rmSync(folder, { recursive: true });
