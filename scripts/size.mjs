/**
 * `node scripts/size.mjs`: what the package weighs; exit 1 when it is over a limit. Needs the built package (`make pkg`).
 * `--where [named.wasm]`: where the bytes go, too. Function names come from the module that cargo leaves
 * in `target/`, or from another one that cargo made (it must not be stripped of its names).
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { dataSegments, functions, sections } from "./wasm-layout.mjs";

/** Limits on gzip -9, in bytes. */
const CORE_LIMIT = 45 * 1024;
const BUNDLE_LIMIT = 60 * 1024;

const UNNAMED = "(no name)";

const root = fileURLToPath(new URL("..", import.meta.url));
const core = join(root, "pkg/dist/core.wasm");
const [option, named = join(root, "target/wasm32-unknown-unknown/wasm/sphinx_case.wasm"), ...more] = process.argv.slice(2);
if ((option !== undefined && option !== "--where") || more.length > 0) {
  console.error("usage: node scripts/size.mjs [--where [named.wasm]]");
  process.exit(2);
}
if (!existsSync(core)) {
  console.error("there is no pkg/dist/core.wasm yet: run `make pkg` first");
  process.exit(2);
}

const bytes = readFileSync(core);
const bundle = await bundlePackage();
console.log("                                              raw      gzip    brotli   limit (gzip)");
const within = [weigh("core.wasm", bytes, CORE_LIMIT), weigh("bundle of validate + buildPayload", bundle.code, BUNDLE_LIMIT)];
if (option === "--where") {
  bundleParts(bundle);
  moduleParts(bytes);
  functionParts(named);
}
process.exitCode = within.every(Boolean) ? 0 : 1;

/** What an application pays that imports the two functions: one minified ES module for browsers, with the wasm in it. */
async function bundlePackage() {
  const folder = mkdtempSync(join(tmpdir(), "sphinx-case-size-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(join(root, "pkg"), join(folder, "node_modules/sphinx-case"), "dir");
    const { outputFiles, metafile } = await build({
      stdin: { contents: 'export { validate, buildPayload } from "sphinx-case";', resolveDir: folder },
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      target: "es2022",
      write: false,
      metafile: true,
      absWorkingDir: root,
    });
    return { code: Buffer.from(outputFiles[0].contents), inputs: Object.values(metafile.outputs)[0].inputs };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Prints one line; true when within the limit. */
function weigh(what, content, limit) {
  const gzip = gzipped(content);
  const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }).length;
  const verdict = gzip <= limit ? `ok, ${(limit - gzip).toLocaleString("en")} B left` : `OVER by ${(gzip - limit).toLocaleString("en")} B`;
  console.log(`${what.padEnd(38)} ${figures(content.length, gzip, brotli)}   ${limit.toLocaleString("en")}: ${verdict}`);
  return gzip <= limit;
}

/** The bundle by origin: the core as base64 (or whatever text it is kept in), wasm-bindgen's glue, and each file of the facade. */
function bundleParts({ code, inputs }) {
  heading("The bundle, before gzip", "B");
  const parts = Object.entries(inputs).map(([path, { bytesInOutput }]) => [part(path), bytesInOutput]);
  const known = parts.reduce((sum, [, size]) => sum + size, 0);
  list([...parts, ["between them (esbuild)", code.length - known]], code.length);
}

function part(path) {
  const file = path.replace(/^.*pkg\//, "");
  if (/wasm-inline/.test(file)) return `${file}  (the core as text)`;
  if (/glue/.test(file)) return `${file}  (wasm-bindgen)`;
  return file;
}

/** The sections of the shipped module; gzip of each section alone, which adds up to a little more than the whole. */
function moduleParts(module) {
  heading("core.wasm by section", "raw      gzip alone");
  for (const { name, size, end } of sections(module)) {
    console.log(`  ${name.padEnd(36)} ${figures(size, gzipped(module.subarray(end - size, end)))}`);
  }
  const segments = dataSegments(module).map(({ size }) => size);
  console.log(`  data segments: ${segments.length}, the largest ${Math.max(0, ...segments).toLocaleString("en")} B`);
}

/** The functions of a module that still has names, after the optimizer: by Rust module, and the largest ones. */
function functionParts(path) {
  if (!existsSync(path)) {
    console.log("\nNo module with names: build one (`make pkg` leaves it in target/), or give its path after --where.");
    return;
  }
  const all = functions(optimized(path)).map(({ name, size }) => ({ name: readable(name), size }));
  if (all.every(({ name }) => name === UNNAMED)) {
    console.log("\nThe module has no names: it was stripped.");
    return;
  }
  const total = all.reduce((sum, { size }) => sum + size, 0);
  const groups = new Map();
  for (const { name, size } of all) groups.set(rustModule(name), (groups.get(rustModule(name)) ?? 0) + size);
  heading(`Code by Rust module (${all.length} functions)`, "B");
  list([...groups], total, 25);
  heading("The largest functions", "B");
  list(all.map(({ name, size }) => [name, size]), total, 30);
}

/** The module as it is shipped, but with its names: through wasm-bindgen (which also makes Rust's names readable) and wasm-opt. */
function optimized(path) {
  const folder = mkdtempSync(join(tmpdir(), "sphinx-case-size-"));
  try {
    execFileSync("wasm-bindgen", [path, "--target", "web", "--no-typescript", "--out-dir", folder, "--out-name", "named"]);
    const out = join(folder, "optimized.wasm");
    const features = ["bulk-memory", "mutable-globals", "nontrapping-float-to-int", "sign-ext", "multivalue", "reference-types"];
    const enabled = features.map((feature) => `--enable-${feature}`);
    const optimizer = join(root, "node_modules/binaryen/bin/wasm-opt");
    execFileSync(process.execPath, [optimizer, join(folder, "named_bg.wasm"), "-Os", "-g", "-o", out, ...enabled]);
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Rust's name without the hash at its end. */
function readable(name) {
  return name === undefined ? UNNAMED : name.replace(/::h[0-9a-f]{16}$/, "").replace(/\[[0-9a-f]{16}\]/g, "");
}

/** `sphinx_case::read` of `<sphinx_case::read::Reader as …>::next`; one level below a crate is enough to see who is to blame. */
function rustModule(name) {
  const path = (name.match(/[a-z_]\w*(?:::\w+)+/)?.[0] ?? name).split("::");
  return path.length > 2 ? path.slice(0, 2).join("::") : path[0];
}

function list(entries, total, most = entries.length) {
  const sorted = [...entries].sort(([, a], [, b]) => b - a);
  const line = (name, size) =>
    console.log(`  ${size.toLocaleString("en").padStart(9)}  ${((size / total) * 100).toFixed(1).padStart(5)} %  ${name}`);
  for (const [name, size] of sorted.slice(0, most)) line(name, size);
  const rest = sorted.slice(most);
  if (rest.length > 0) line(`the other ${rest.length}`, rest.reduce((sum, [, size]) => sum + size, 0));
}

function heading(title, unit) {
  console.log(`\n${title} (${unit})`);
}

function figures(...numbers) {
  return numbers.map((number) => number.toLocaleString("en").padStart(9)).join(" ");
}

function gzipped(content) {
  return gzipSync(content, { level: 9 }).length;
}
