/** Makes of each peer what a user would ship: one minified ES module. All timings are of these files. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import addFormats from "ajv-formats";
import { build } from "esbuild";
import { options, schema } from "./peers/ajv-schema.mjs";

/** The file names in `peers/`, in the order of the tables. The first is ours, the second the one that ratios are to. */
export const PEERS = ["sphinx-case", "zod", "zod-loose", "valibot", "ajv", "ajv-standalone"];
export const OURS = "sphinx-case";
export const BASELINE = "zod";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Gives `generated:ajv-standalone` its source: ajv's own generated code for the schema. */
const ajvStandalone = {
  name: "ajv-standalone",
  setup(bundler) {
    bundler.onResolve({ filter: /^generated:ajv-standalone$/ }, ({ path }) => ({ path, namespace: "generated" }));
    bundler.onLoad({ filter: /.*/, namespace: "generated" }, () => {
      const ajv = new Ajv({ ...options, code: { source: true } });
      addFormats(ajv, ["uri"]);
      return { contents: standaloneCode.default(ajv, ajv.compile(schema)), loader: "js", resolveDir: here };
    });
  },
};

/**
 * What a script runs that imports each peer from where npm has put it; returns peer → path. What ajv standalone generates is
 * one file anyway, so that peer stays as it is.
 */
export function installedPeers(bundles) {
  const own = (peer) => (peer === "ajv-standalone" ? bundles[peer] : join(here, "peers", `${peer}.mjs`));
  return Object.fromEntries(PEERS.map((peer) => [peer, own(peer)]));
}

/** Bundles every peer into `folder`; returns peer → path of its bundle, and peer → size in bytes. */
export async function bundlePeers(folder) {
  const { metafile } = await build({
    entryPoints: PEERS.map((peer) => join(here, "peers", `${peer}.mjs`)),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    metafile: true,
    absWorkingDir: folder,
    plugins: [ajvStandalone],
  });
  const paths = Object.fromEntries(PEERS.map((peer) => [peer, join(folder, `${peer}.mjs`)]));
  const bytes = Object.fromEntries(PEERS.map((peer) => [peer, metafile.outputs[`${peer}.mjs`].bytes]));
  return { paths, bytes };
}
