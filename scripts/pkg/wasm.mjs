/** Builds a small WebAssembly module from the Rust crate. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";
import { BUILDS } from "./modules.mjs";
import { pack } from "./pack.mjs";
import { withoutPanics } from "./panics.mjs";
import { run } from "./run.mjs";

/** The features that the modules use. They are listed because wasm-opt's --all-features writes modules that engines reject. */
export const ENABLED_FEATURES = ["bulk-memory", "mutable-globals", "nontrapping-float-to-int", "sign-ext"].map(
  (feature) => `--enable-${feature}`,
);

/**
 * Features that rustc enables and the modules do not need. wasm-bindgen uses those that a module names: with them a module
 * imports a function to fill a table of references that nothing uses, and its functions return several values, which cannot be
 * translated to JavaScript.
 */
const UNUSED_FEATURES = ["multivalue", "reference-types"];

/**
 * Options of wasm-opt. Rust puts the stack first, so only the end of the stack is below 1024, and offsets can be part of the
 * instructions. Functions that Rust keeps out of line because they are rarely called stay so.
 */
const OPTIMIZATIONS = ["--low-memory-unused", "--one-caller-inline-max-function-size=0"];

/**
 * The options of wasm-opt for a module. With -O3, those that are optimized for speed are hardly larger and 5 % faster. Without the
 * structure that LLVM gives to the control flow, `--rereloop` finds one that is 0.8 % smaller after gzip.
 */
export function optimizationsOf(name) {
  const level = BUILDS[name].profile === "wasm" ? "-O3" : "-Os";
  return [level, "--flatten", "--rereloop", level, level, ...OPTIMIZATIONS];
}

/** The output of cargo. */
export function builtModule(name) {
  return `target/wasm32-unknown-unknown/${BUILDS[name].profile}/sphinx_case.wasm`;
}

/** Builds a module into the file `target`, with intermediate files in `work`. Returns the JavaScript of wasm-bindgen. */
export function buildWasm(name, work, target) {
  run(
    "cargo",
    "build",
    "--quiet",
    "--lib",
    "--profile",
    BUILDS[name].profile,
    "--target",
    "wasm32-unknown-unknown",
    "--no-default-features",
    "--features",
    BUILDS[name].features,
  );
  const bound = join(work, "bindgen", name);
  const reduced = join(work, `${name}-built.wasm`);
  writeFileSync(reduced, withoutFeatures(readFileSync(builtModule(name))));
  run(
    "wasm-bindgen",
    reduced,
    "--target",
    "web",
    "--omit-default-module-path",
    "--out-dir",
    bound,
    "--out-name",
    "core",
  );
  const plain = join(bound, "core_plain.wasm");
  writeFileSync(plain, withoutPanics(readFileSync(join(bound, "core_bg.wasm"))));
  run(
    process.execPath,
    "node_modules/binaryen/bin/wasm-opt",
    plain,
    ...optimizationsOf(name),
    "--output",
    target,
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    ...ENABLED_FEATURES,
  );
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(target)));
  if (imports.length > 0) throw new Error(`${target} imports ${imports.map(({ name }) => name).join(", ")}`);
  return readFileSync(join(bound, "core.js"), "utf8");
}

/** A module whose list of features (the custom section `target_features`) says that the unused ones are not used. */
function withoutFeatures(bytes) {
  const from = bytes.lastIndexOf("target_features");
  if (from === -1) throw new Error("the module does not name its features: has cargo stripped them?");
  for (const feature of UNUSED_FEATURES) {
    // `+`, the length of the name, the name. `-` is for a feature that is not used.
    const at = bytes.indexOf(`+${String.fromCharCode(feature.length)}${feature}`, from);
    if (at !== -1) bytes[at] = "-".charCodeAt(0);
  }
  return bytes;
}

/** What `wasm2js` writes between the function that makes an instance and the exports of the one instance that it makes. */
const INSTANCE = /^var retasmFunc = asmFunc\(\{\s*\}\);$[\s\S]*/m;

/**
 * Writes a module as JavaScript, for hosts that compile no WebAssembly: `start()` makes an instance. Each has a memory and
 * variables of its own.
 */
export async function writeScript(name, work, folder) {
  const plain = join(work, `${name}-script.js`);
  const module = join(folder, `${name}.wasm`);
  run(process.execPath, "node_modules/binaryen/bin/wasm2js", module, ...ENABLED_FEATURES, "-O", "--output", plain);
  const source = readFileSync(plain, "utf8");
  if (!INSTANCE.test(source) || /^import /m.test(source))
    throw new Error("the output of wasm2js has a format that this script does not know");
  const body = source.replace(INSTANCE, "return asmFunc({});");
  const { code } = await transform(`export function start() {\n${body}\n}`, {
    minify: true,
    format: "esm",
    target: "es2022",
  });
  writeFileSync(join(folder, `${name}-script.js`), `/** \`${name}.wasm\` as JavaScript. */\n${code}`);
}

/** Writes a module as text in a JavaScript module; see `npm/src/wasm/unpack.ts`. */
export function writeInline(name, file, folder) {
  const { text, unpacker } = pack(readFileSync(file));
  const digits = Buffer.from(unpacker).toString("hex");
  const code = [
    `/** The bytes of \`${name}.wasm\`, packed. */`,
    `export const text =\n  "${text}";`,
    "/** The module that unpacks them, in hexadecimal digits. */",
    `export const unpacker =\n  "${digits}";`,
  ];
  writeFileSync(join(folder, `${name}-inline.js`), `${code.join("\n")}\n`);
}
