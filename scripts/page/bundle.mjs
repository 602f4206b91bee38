/** Bundles the scripts and style sheets of the page. */
import { createHash } from "node:crypto";
import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import { build } from "esbuild";
import { glueOf, OF_PAGE } from "../pkg/modules.mjs";

const COMMON = {
  bundle: true,
  minify: true,
  legalComments: "none",
  target: ["es2022", "chrome111", "firefox114", "safari16.4"],
  // The name of a file changes with its content, so caches can keep it.
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".svg": "file" },
  preserveSymlinks: true,
  metafile: true,
};

/** Bundles the style sheets of the page, in their order, into one. Returns its name. */
export async function bundleStyles(names, { sources, built }) {
  const contents = names.map((name) => `@import ${JSON.stringify(`./${name}`)};`).join("\n");
  const stdin = { contents, resolveDir: sources, sourcefile: "page.css", loader: "css" };
  const { metafile } = await build({ ...COMMON, stdin, entryNames: "page-[hash]", outdir: built });
  return basename(Object.keys(metafile.outputs).find((path) => path.endsWith(".css")));
}

/** Bundles a classic script. Returns the name of the bundle. */
export async function bundleClassic(name, { sources, built }) {
  const { metafile } = await build({ ...COMMON, entryPoints: [join(sources, name)], outdir: built, format: "iife" });
  return entryOf(metafile);
}

/**
 * Bundles the modules of the page and of its workers into one file, which the workers load, too: they share most of the package.
 * The fragment of its address says which worker it is. Modules that are imported by the tag of a language, and entries of the package
 * that are imported later, become files of their own. Returns the name of the bundle.
 */
export async function bundleModules(name, { sources, built, modules }) {
  const workers = workersIn(sources).map((path) => `${JSON.stringify(fragmentOf(path))}: () => import("./${path}")`);
  const contents = `if (typeof document !== "undefined") import("./${name}"); else ({ ${workers.join(", ")} })[location.hash]();`;
  const { metafile } = await build({
    ...COMMON,
    stdin: { contents, resolveDir: sources },
    entryNames: `${basename(name, ".js")}-[hash]`,
    outdir: built,
    format: "esm",
    plugins: [oneModule(modules), pageModules({ sources, built })],
  });
  return entryOf(metafile);
}

/** Copies a file, with a name that changes with its content. Returns the name. */
export function copyFile(name, { sources, built }) {
  const file = join(sources, name);
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 8).toUpperCase();
  const copy = `${basename(name, extname(name))}-${hash}${extname(name)}`;
  copyFileSync(file, join(built, copy));
  return copy;
}

function entryOf({ outputs }) {
  const [file] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint !== undefined);
  return basename(file);
}

const WORKER = /new URL\("([^"]+)", import\.meta\.url\)/g;
/** An entry of the package that is imported when it is needed: a file of its own, with a module of its own. */
const LATER = /import\("([^"]+\/pkg\/\w+\.js)"\)/g;
const BY_TAG = /import\(`([^`$]+)\$\{(\w+)\}\.js`\)/g;

/** The workers of the page. */
function workersIn(sources) {
  const files = readdirSync(join(sources, "page"), { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.js$/.test(file),
  );
  return files.flatMap((file) => {
    const path = join(sources, "page", file);
    return [...readFileSync(path, "utf8").matchAll(WORKER)].map(([, worker]) =>
      relative(sources, join(dirname(path), worker)),
    );
  });
}

const fragmentOf = (worker) => `#${basename(worker, ".js")}`;

/** The page loads two modules of the package first, so it gets one module with the functions of both, which share most of their code. */
function oneModule(modules) {
  return {
    name: "one-module",
    setup({ onResolve }) {
      for (const name of OF_PAGE) {
        onResolve({ filter: fileName(`${name}-inline.js`) }, () => ({ path: join(modules, "page-inline.js") }));
        onResolve({ filter: fileName(glueOf(name)) }, () => ({ path: join(modules, glueOf("page")) }));
      }
    },
  };
}

const fileName = (name) => new RegExp(`^\\./${name.replace(".", "\\.")}$`);

/** What esbuild does not do by itself in the modules of the page. */
function pageModules({ sources, built }) {
  const tags = readdirSync(join(sources, "pkg/languages"))
    .filter((file) => /^[a-z]{2}\.js$/.test(file))
    .map((file) => basename(file, ".js"));
  const bundleAlone = async (path) => {
    const { metafile } = await build({ ...COMMON, entryPoints: [path], outdir: built, format: "esm" });
    return entryOf(metafile);
  };
  return {
    name: "page-modules",
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /[\\/]page[\\/].*\.js$/ }, async ({ path }) => {
        let contents = readFileSync(path, "utf8").replace(
          WORKER,
          (_, worker) => `new URL("${fragmentOf(worker)}", import.meta.url)`,
        );
        for (const [found, start, tag] of contents.matchAll(BY_TAG)) {
          const loads = tags.map(async (one) => {
            const bundle = await bundleAlone(join(dirname(path), `${start}${one}.js`));
            return `${one}: () => import("built:${bundle}")`;
          });
          contents = contents.replace(found, `({ ${(await Promise.all(loads)).join(", ")} })[${tag}]()`);
        }
        for (const [found, entry] of contents.matchAll(LATER))
          contents = contents.replace(found, `import("built:${await bundleAlone(join(dirname(path), entry))}")`);
        return { contents, loader: "js" };
      });
      onResolve({ filter: /^built:/ }, ({ path }) => ({ path: path.replace("built:", "./"), external: true }));
    },
  };
}
