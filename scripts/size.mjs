/**
 * `node scripts/size.mjs`: prints the sizes of the package and of the page; exits with 1 if one is over its limit. Needs the built package (`make pkg`).
 * `--where [named.wasm]` also prints what the bytes are used for. Function names are those of the module in `target/`, or of another
 * one that was built by cargo and still has its names.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";
import { bundleParts, figures, functionParts, gzipped, moduleParts } from "./size-where.mjs";

/** Limits on gzip -9, in bytes. */
const CORE_LIMIT = 45 * 1024;
const BUNDLE_LIMIT = 60 * 1024;
const FORM_LIMIT = 83 * 1024;
const TABLE_LIMIT = 68 * 1024;

/** Limit on the first load of the page from `sphinx-case serve`, compressed, in bytes. */
const PAGE_LIMIT = 150_000;

/** Limits on what has no WebAssembly: the first load of a form that is bound later, and `applyDefaults`, gzip -9, in bytes. */
const LAZY_LIMIT = 14 * 1024;
const DEFAULTS_LIMIT = 8 * 1024;

/** The imports of an application that validates and builds, and of one with a form. */
const BUNDLE = 'export { validate, buildPayload } from "sphinx-case";';
const FORM_BUNDLE = 'export { createCaseForm } from "sphinx-case"; export { bindCaseForm } from "sphinx-case/dom";';
/** What a page loads first if the form is bound once its code has arrived. */
const LAZY_BUNDLE = 'export { bindCaseFormLazily } from "sphinx-case/lazy";';
/** An application that reads tables, which needs the core once more. */
const TABLE_BUNDLE = 'export { buildRows } from "sphinx-case/csv";';
const DEFAULTS_BUNDLE = 'export { applyDefaults } from "sphinx-case";';

const root = fileURLToPath(new URL("..", import.meta.url));
const core = join(root, "pkg/dist/core.wasm");
const [option, named = join(root, "target/pkg/core-built.wasm"), ...more] = process.argv.slice(2);
if ((option !== undefined && option !== "--where") || more.length > 0) {
  console.error("usage: node scripts/size.mjs [--where [named.wasm]]");
  process.exit(2);
}
if (!existsSync(core)) {
  console.error("there is no pkg/dist/core.wasm yet: run `make pkg` first");
  process.exit(2);
}

const bytes = readFileSync(core);
const bundle = await bundlePackage(BUNDLE);
const form = await bundlePackage(FORM_BUNDLE);
const lazy = await bundlePackage(LAZY_BUNDLE);
const defaults = await bundlePackage(DEFAULTS_BUNDLE);
const table = await bundlePackage(TABLE_BUNDLE);
console.log("                                              raw      gzip    brotli   limit (gzip)");
const within = [
  weigh("core.wasm", bytes, CORE_LIMIT),
  weigh("bundle of validate + buildPayload", bundle.code, BUNDLE_LIMIT),
  weigh("form.wasm", readFileSync(join(root, "pkg/dist/form.wasm"))),
  weigh("bundle of createCaseForm + bindCaseForm", form.code, FORM_LIMIT),
  weigh("bundle of buildRows", table.code, TABLE_LIMIT),
  weigh("first load of bindCaseFormLazily", lazy.code, LAZY_LIMIT),
  weigh("bundle of applyDefaults", defaults.code, DEFAULTS_LIMIT),
];
within.push(weighPage());
if (option === "--where") {
  bundleParts(bundle);
  moduleParts(bytes);
  functionParts(named);
}
process.exitCode = within.every(Boolean) ? 0 : 1;

/**
 * The bundle of an application: a minified ES module for browsers, with the WebAssembly in it. What it imports later with `import()`
 * is left out; what it needs at once is not.
 */
async function bundlePackage(contents) {
  const folder = mkdtempSync(join(tmpdir(), "sphinx-case-size-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(join(root, "pkg"), join(folder, "node_modules/sphinx-case"), "dir");
    const { outputFiles, metafile } = await build({
      stdin: { contents, resolveDir: folder },
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      target: "es2022",
      splitting: true,
      outdir: "out",
      write: false,
      metafile: true,
      absWorkingDir: root,
    });
    const [entry, output] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === "<stdin>");
    const files = [entry, ...output.imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => path)];
    const code = outputFiles.filter(({ path }) => files.includes(relative(root, path)));
    return { code: Buffer.concat(code.map(({ contents }) => contents)), inputs: output.inputs };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Prints the sizes of what the page loads first: the HTML and the files that it names. */
function weighPage() {
  const folder = join(root, "pkg/page");
  const html = readFileSync(join(folder, "index.html"), "utf8");
  const names = ["index.html", ...readdirSync(folder).filter((name) => html.includes(`"${name}"`))];
  const sum = (extension) =>
    names.reduce((bytes, name) => bytes + readFileSync(join(folder, name + extension)).length, 0);
  const [raw, gzip, brotli] = [sum(""), sum(".gz"), sum(".br")];
  const verdict = gzip <= PAGE_LIMIT ? "ok" : "OVER";
  console.log(
    `${`first load of the page (${names.length} files)`.padEnd(40)} ${figures(raw, gzip, brotli)}   ${PAGE_LIMIT.toLocaleString("en")}: ${verdict}`,
  );
  return gzip <= PAGE_LIMIT;
}

/** Prints one line; true when within the limit, if there is one. */
function weigh(what, content, limit) {
  const gzip = gzipped(content);
  const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }).length;
  if (limit === undefined) {
    console.log(`${what.padEnd(40)} ${figures(content.length, gzip, brotli)}`);
    return true;
  }
  const verdict =
    gzip <= limit
      ? `ok, ${(limit - gzip).toLocaleString("en")} B left`
      : `OVER by ${(gzip - limit).toLocaleString("en")} B`;
  console.log(
    `${what.padEnd(40)} ${figures(content.length, gzip, brotli)}   ${limit.toLocaleString("en")}: ${verdict}`,
  );
  return gzip <= limit;
}
