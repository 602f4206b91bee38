/** The forms that are compared, each as one minified module, as a page would load it. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { FIELD, ROW_FIELD } from "./request.mjs";

const PEERS = ["sphinx-case", "react-hook-form"];
const here = fileURLToPath(new URL(".", import.meta.url));

/** One key press, in a field of the customer and in a field of a row. The target is at most a quarter of the time of react-hook-form. */
export const FORM_SCENARIOS = [
  { title: "one key press, 50 checks, a field of the customer", field: FIELD, target: 4 },
  { title: "one key press, 50 checks, a field of a row", field: ROW_FIELD, target: 4 },
];

/** Bundles both; returns peer → path. */
export async function bundleForms(folder) {
  await build({
    entryPoints: PEERS.map((peer) => join(here, `${peer}.mjs`)),
    outdir: join(folder, "forms"),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    define: { "process.env.NODE_ENV": '"production"' },
    alias: { "sphinx-case": join(here, "../../pkg/dist/index.js") },
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  return Object.fromEntries(PEERS.map((peer) => [peer, join(folder, "forms", `${peer}.mjs`)]));
}
