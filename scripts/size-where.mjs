/** The tables of `size.mjs --where`: the bundle by origin, the module by section, the code by function. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { withoutPanics } from "./pkg/panics.mjs";
import { ENABLED_FEATURES, optimizationsOf } from "./pkg/wasm.mjs";
import { dataSegments, functions, sections } from "./wasm-layout.mjs";

const UNNAMED = "(no name)";

/** The core as text within the bundle: nothing else in it goes on for so long without a blank. */
const CORE_AS_TEXT = /["'`][^\s"'`\\]{50000,}["'`]/g;

/** The bundle by origin: the core as text, wasm-bindgen's glue, and each file of the facade. */
export function bundleParts({ code, inputs }) {
  heading("The bundle, before gzip", "B");
  const parts = Object.entries(inputs).map(([path, { bytesInOutput }]) => [part(path), bytesInOutput]);
  const known = parts.reduce((sum, [, size]) => sum + size, 0);
  list([...parts, ["between them (esbuild)", code.length - known]], code.length);
  const withoutCore = Buffer.from(code.toString("utf8").replace(CORE_AS_TEXT, '""'));
  console.log(`  without the core: ${figures(withoutCore.length)} B, gzip ${figures(gzipped(withoutCore))} B`);
}

function part(path) {
  const file = path.replace(/^.*npm\//, "");
  if (/wasm-inline/.test(file)) return `${file}  (the core as text)`;
  if (/glue/.test(file)) return `${file}  (wasm-bindgen)`;
  return file;
}

/** The sections of the shipped module; gzip of each section alone, which adds up to a little more than the whole. */
export function moduleParts(module) {
  heading("core.wasm by section", "raw, gzip alone");
  for (const { name, size, end } of sections(module)) {
    console.log(`  ${name.padEnd(36)} ${figures(size, gzipped(module.subarray(end - size, end)))}`);
  }
  const segments = dataSegments(module).map(({ size }) => size);
  console.log(`  data segments: ${segments.length}, the largest ${figures(Math.max(0, ...segments)).trim()} B`);
}

/** The functions of a module that still has names, after the optimizer: by Rust module, and the largest ones. */
export function functionParts(path) {
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
  const largest = all.map(({ name, size }) => [name, size]);
  list(largest, total, 30);
}

/** The module as it is shipped, but with its names: through wasm-bindgen (which also makes Rust's names readable) and wasm-opt. */
function optimized(path) {
  const folder = mkdtempSync(join(tmpdir(), "sphinx-case-size-"));
  try {
    const named = join(folder, "named_bg.wasm");
    const asIs = ["--target", "web", "--no-typescript", "--out-name", "named"];
    execFileSync("wasm-bindgen", [path, ...asIs, "--out-dir", folder]);
    writeFileSync(named, withoutPanics(readFileSync(named)));
    const out = join(folder, "optimized.wasm");
    const optimizer = fileURLToPath(new URL("../node_modules/binaryen/bin/wasm-opt", import.meta.url));
    const options = [...optimizationsOf("core"), ...ENABLED_FEATURES];
    execFileSync(process.execPath, [optimizer, named, ...options, "-g", "-o", out]);
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

/** Sizes in falling order with their share of the total; what is beyond the first `most` is summed up. */
function list(entries, total, most = entries.length) {
  const sorted = [...entries].sort(([, a], [, b]) => b - a);
  const line = (name, size) => console.log(`  ${figures(size)}  ${percent(size / total)}  ${name}`);
  for (const [name, size] of sorted.slice(0, most)) line(name, size);
  const rest = sorted.slice(most);
  const restSize = rest.reduce((sum, [, size]) => sum + size, 0);
  if (rest.length > 0) line(`the other ${rest.length}`, restSize);
}

function heading(title, unit) {
  console.log(`\n${title} (${unit})`);
}

const percent = (share) => `${(share * 100).toFixed(1).padStart(5)} %`;

/** Numbers of bytes as columns. */
export function figures(...numbers) {
  return numbers.map((number) => number.toLocaleString("en").padStart(9)).join(" ");
}

/** The length after gzip -9. */
export function gzipped(content) {
  return gzipSync(content, { level: 9 }).length;
}
