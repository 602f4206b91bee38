/** From TypeScript to what is published: ES modules, their CommonJS mirrors, and declarations for both. */
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { build, transform } from "esbuild";
import { LANGUAGES } from "./languages.mjs";
import { run } from "./run.mjs";

/** Entries and parts that only exist as ES modules: workerd knows no other. */
const ONLY_ESM = ["workerd", "lines-workerd"];
/** What is imported by its name, or by its path in package.json. */
const ENTRIES = ["index", "slim", "lines", ...LANGUAGES.map((language) => `languages/${language}`), ...ONLY_ESM];
/** What the build has put beside the entries, and every entry shares. */
const BESIDE = ["./glue.js", "./form-glue.js", "./core-inline.js", "./form-inline.js", "./core.wasm", "./form.wasm"];

/**
 * Compiles `pkg/src` into `dist`, where the glue and the inlined modules already are. Type errors end the build.
 * The many sources become few files: a process that imports the installed package waits for each file it has to open.
 */
export async function compilePackage(pkg, dist) {
  run(process.execPath, "node_modules/typescript/bin/tsc", "--project", pkg, "--outDir", dist, "--emitDeclarationOnly");
  const { metafile } = await build({
    entryPoints: ENTRIES.map((name) => ({ in: join(pkg, "src", `${name}.ts`), out: name })),
    outdir: dist,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    chunkNames: "shared-[hash]",
    external: BESIDE,
    metafile: true,
    ignoreAnnotations: true, // "sideEffects" of package.json names the files of dist, not these sources
    legalComments: "none",
  });
  for (const name of ["core", "form"]) copyFileSync(join(pkg, `src/${name}.d.wasm.ts`), join(dist, `${name}.wasm.d.ts`));
  // tsc writes declarations for what it compiles only.
  for (const name of ["glue.d.ts", "form-glue.d.ts", "core-inline.d.ts", "form-inline.d.ts"]) copyFileSync(join(pkg, "src", name), join(dist, name));
  const files = readdirSync(dist, { recursive: true, encoding: "utf8" });
  const onlyEsm = neededOnlyBy(ONLY_ESM, metafile.outputs, dist);
  const mirrored = files.filter((file) => !onlyEsm.has(file.replace(/\.d\.ts$/, ".js")));
  for (const file of mirrored) {
    if (file.endsWith(".d.ts") && !file.endsWith(".wasm.d.ts")) mirrorTypes(join(dist, file));
    else if (file.endsWith(".js")) await mirrorModule(join(dist, file));
  }
}

/** The files that no entry but these needs, as names within `dist`. */
function neededOnlyBy(entries, outputs, dist) {
  const inDist = (path) => relative(dist, resolve(path));
  const needed = (names, found = new Set()) => {
    for (const name of names) {
      if (found.has(name)) continue;
      found.add(name);
      const output = Object.entries(outputs).find(([path]) => inDist(path) === name)?.[1];
      needed(
        (output?.imports ?? []).filter(({ external }) => !external).map(({ path }) => inDist(path)),
        found,
      );
    }
    return found;
  };
  const others = needed(ENTRIES.filter((name) => !entries.includes(name)).map((name) => `${name}.js`));
  return new Set([...needed(entries.map((name) => `${name}.js`))].filter((name) => !others.has(name)));
}

/** A module that exports nothing but a default is that value itself in CommonJS, where `require` answers it. */
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
