/** Compiles TypeScript to ES modules, CommonJS modules, and declarations for both. */
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { build, transform } from "esbuild";
import { LANGUAGES } from "./languages.mjs";
import { run } from "./run.mjs";

/**
 * The entries of the package by flavour. Flavours differ in the source of the WebAssembly and share no code: in each,
 * `X-source.FLAVOUR.ts` replaces `X-source.ts`.
 */
const FLAVOURS = {
  inline: {
    entries: ["index", "lines", "dom", "react", ...[...LANGUAGES, "list"].map((language) => `languages/${language}`)],
  },
  slim: { entries: ["slim"] },
  // workerd only loads ES modules.
  workerd: {
    entries: ["index", "lines", "react"],
    rename: (name) => `${name === "index" ? "" : `${name}-`}workerd`,
    onlyEsm: true,
  },
};
/** Files that the build puts next to the entries, which share them. */
const BESIDE = [
  "./engines.js",
  "./glue.js",
  "./form-glue.js",
  "./core-inline.js",
  "./form-inline.js",
  "./core.wasm",
  "./form.wasm",
];
/** Packages that the application installs. */
const PEERS = ["react"];

/**
 * Compiles `npm/src` into `dist`, which already contains the glue and the inlined modules. Type errors end the build. The sources
 * are bundled into few files, because importing the package takes longer with each file.
 */
export async function compilePackage(sources, dist) {
  run(
    process.execPath,
    "node_modules/typescript/bin/tsc",
    "--project",
    sources,
    "--outDir",
    dist,
    "--emitDeclarationOnly",
  );
  const onlyEsm = new Set();
  for (const [flavour, { entries, rename = (name) => name, onlyEsm: isOnlyEsm }] of Object.entries(FLAVOURS)) {
    const { metafile } = await build({
      entryPoints: entries.map((name) => ({ in: join(sources, "src", `${name}.ts`), out: rename(name) })),
      outdir: dist,
      bundle: true,
      splitting: true,
      format: "esm",
      target: "es2022",
      chunkNames: "shared-[hash]",
      external: [...BESIDE, ...PEERS],
      metafile: true,
      ignoreAnnotations: true, // "sideEffects" of package.json names the files of dist, not these sources
      legalComments: "none",
      plugins: [flavoured(flavour)],
    });
    if (isOnlyEsm) for (const path of Object.keys(metafile.outputs)) onlyEsm.add(relative(dist, resolve(path)));
  }
  const wasm = join(sources, "src/wasm");
  await build({ entryPoints: [join(wasm, "engines.ts")], outdir: dist, format: "esm", target: "es2022" });
  for (const name of ["core", "form"]) copyFileSync(join(wasm, `${name}.d.wasm.ts`), join(dist, `${name}.wasm.d.ts`));
  // tsc only writes declarations for the files that it compiles.
  for (const name of ["glue.d.ts", "form-glue.d.ts", "core-inline.d.ts", "form-inline.d.ts"])
    copyFileSync(join(wasm, name), join(dist, "wasm", name));
  const files = readdirSync(dist, { recursive: true, encoding: "utf8" });
  const mirrored = files.filter((file) => !onlyEsm.has(file.replace(/\.d\.ts$/, ".js")));
  for (const file of mirrored) {
    if (file.endsWith(".d.ts") && !file.endsWith(".wasm.d.ts")) mirrorTypes(join(dist, file));
    else if (file.endsWith(".js")) await mirrorModule(join(dist, file));
  }
}

/** Replaces sources by those of a flavour. */
function flavoured(flavour) {
  return {
    name: "flavour",
    setup({ onResolve }) {
      onResolve({ filter: /-source\.js$/ }, ({ path, resolveDir }) => {
        const own = join(resolveDir, path.replace(/\.js$/, `.${flavour}.ts`));
        return existsSync(own) ? { path: own } : undefined;
      });
    },
  };
}

/** A module with only a default export is that value itself in CommonJS. */
const ONLY_DEFAULT = /^export \{\s*(\w+) as default\s*\}(?: from (".*"))?;$/m;

async function mirrorModule(path) {
  const source = readFileSync(path, "utf8");
  if (ONLY_DEFAULT.test(source)) {
    writeFileSync(path.replace(/\.js$/, ".cjs"), source.replace(ONLY_DEFAULT, "module.exports = $1;"));
    return;
  }
  const { code } = await transform(source, { format: "cjs", target: "es2022", platform: "node" });
  writeFileSync(path.replace(/\.js$/, ".cjs"), code.replace(/require\("(\.{1,2}\/[^"]+)\.js"\)/g, 'require("$1.cjs")'));
}

function mirrorTypes(path) {
  const source = readFileSync(path, "utf8").replace(ONLY_DEFAULT, "import { $1 } from $2;\nexport = $1;");
  const types = source.replace(/(from "|import "|import\(")(\.{1,2}\/[^"]+)\.js"/g, '$1$2.cjs"');
  writeFileSync(path.replace(/\.d\.ts$/, ".d.cts"), types);
}
