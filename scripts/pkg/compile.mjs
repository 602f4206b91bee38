/** Compiles TypeScript to ES modules, CommonJS modules, and declarations for both. */
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { build, transform } from "esbuild";
import { FLAVOURS, moduleSources } from "./flavours.mjs";
import { glueOf, MODULES } from "./modules.mjs";
import { run } from "./run.mjs";

/** Files that the build puts next to the entries, which share them. */
const BESIDE = [
  "./engines.js",
  ...MODULES.flatMap((name) => [glueOf(name), `${name}-inline.js`, `${name}-script.js`].map((file) => `./${file}`)),
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
  for (const flavour of Object.values(FLAVOURS)) {
    await build({
      entryPoints: flavour.entries.map((name) => ({
        in: join(sources, "src", `${name}.ts`),
        out: flavour.rename(name),
      })),
      outdir: dist,
      bundle: true,
      splitting: true,
      format: "esm",
      target: "es2022",
      chunkNames: "shared-[hash]",
      external: [...BESIDE, ...PEERS],
      ignoreAnnotations: true, // "sideEffects" of package.json names the files of dist, not these sources
      legalComments: "none",
      plugins: [moduleSources(flavour)],
    });
  }
  const wasm = join(sources, "src/wasm");
  await build({ entryPoints: [join(wasm, "engines.ts")], outdir: dist, format: "esm", target: "es2022" });
  for (const name of MODULES)
    for (const types of ["d.ts", "d.cts"])
      copyFileSync(join(wasm, "module.d.wasm.ts"), join(dist, `${name}.wasm.${types}`));
  // tsc only writes declarations for the files that it compiles.
  for (const name of readdirSync(wasm).filter((file) => /glue\.d\.ts$/.test(file)))
    copyFileSync(join(wasm, name), join(dist, "wasm", name));
  keepReachableTypes(dist, [...FLAVOURS.inline.entries, ...FLAVOURS.slim.entries]);
  for (const file of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
    if (file.endsWith(".d.ts") && !file.endsWith(".wasm.d.ts")) mirrorTypes(join(dist, file));
    else if (file.endsWith(".js")) await finishModule(join(dist, file));
  }
}

/** Removes the declarations of what no entry imports or exports, directly or through others. */
function keepReachableTypes(dist, entries) {
  const reachable = new Set();
  const visit = (path) => {
    if (reachable.has(path)) return;
    reachable.add(path);
    for (const [, imported] of readFileSync(path, "utf8").matchAll(/(?:from |import |import\()"(\.{1,2}\/[^"]+)\.js"/g))
      visit(join(dirname(path), `${imported}.d.ts`));
  };
  for (const entry of entries) visit(join(dist, `${entry}.d.ts`));
  for (const file of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
    if (file.endsWith(".d.ts") && !file.endsWith(".wasm.d.ts") && !reachable.has(join(dist, file)))
      rmSync(join(dist, file));
  }
}

/** A module with only a default export is that value itself in CommonJS. */
const ONLY_DEFAULT = /^export \{\s*(\w+) as default\s*\}(?: from (".*"))?;$/m;

/** An import of a shared file for its side effects. It has none, and bundlers warn of such an import. */
const FOR_NOTHING = /^import "\.\/shared-\w+\.js";\n/gm;

/** Finishes an ES module, and writes it as a CommonJS module, too. */
async function finishModule(path) {
  const source = readFileSync(path, "utf8").replace(FOR_NOTHING, "");
  writeFileSync(path, source);
  if (ONLY_DEFAULT.test(source)) {
    writeFileSync(path.replace(/\.js$/, ".cjs"), source.replace(ONLY_DEFAULT, "module.exports = $1;"));
    return;
  }
  const minify = MODULES.some((name) => path.endsWith(`${sep}${name}-script.js`)); // as `wasm.mjs` wrote it
  const { code } = await transform(source, { format: "cjs", target: "es2022", platform: "node", minify });
  writeFileSync(
    path.replace(/\.js$/, ".cjs"),
    code.replace(/\b(require|import)\("(\.{1,2}\/[^"]+)\.js"\)/g, '$1("$2.cjs")'),
  );
}

function mirrorTypes(path) {
  const source = readFileSync(path, "utf8").replace(ONLY_DEFAULT, "import { $1 } from $2;\nexport = $1;");
  const types = source.replace(/(from "|import "|import\(")(\.{1,2}\/[^"]+)\.js"/g, '$1$2.cjs"');
  writeFileSync(path.replace(/\.d\.ts$/, ".d.cts"), types);
}
