/** Builds a small WebAssembly module from the Rust crate. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pack } from "./pack.mjs";
import { withoutPanics } from "./panics.mjs";
import { run } from "./run.mjs";

/** The features that rustc uses. They are listed because wasm-opt's --all-features writes modules that engines reject. */
export const ENABLED_FEATURES = [
  "bulk-memory",
  "mutable-globals",
  "nontrapping-float-to-int",
  "sign-ext",
  "multivalue",
  "reference-types",
].map((feature) => `--enable-${feature}`);

/**
 * Options of wasm-opt for size. Rust puts the stack first, so only the end of the stack is below 1024, and offsets can be part
 * of the instructions. Functions that Rust keeps out of line because they are rarely called stay so.
 */
export const OPTIMIZATIONS = ["-Os", "--low-memory-unused", "--one-caller-inline-max-function-size=0"];

/**
 * The modules of the package, each with its cargo profile, which is also its feature. The first, for whole requests, is optimized
 * for speed; the second, for forms, for size.
 */
export const MODULES = { core: "wasm", form: "wasm-form" };

/** The output of cargo. */
export function builtModule(name) {
  return `target/wasm32-unknown-unknown/${MODULES[name]}/sphinx_case.wasm`;
}

/** Builds a module into the file `target`, with intermediate files in `work`. Returns the JavaScript of wasm-bindgen. */
export function buildWasm(name, work, target) {
  run(
    "cargo",
    "build",
    "--quiet",
    "--lib",
    "--profile",
    MODULES[name],
    "--target",
    "wasm32-unknown-unknown",
    "--no-default-features",
    "--features",
    MODULES[name],
  );
  const bound = join(work, "bindgen", name);
  run(
    "wasm-bindgen",
    builtModule(name),
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
    ...OPTIMIZATIONS,
    "--output",
    target,
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    ...ENABLED_FEATURES,
  );
  return readFileSync(join(bound, "core.js"), "utf8");
}

/** Writes a module as text in a JavaScript module; see `npm/src/wasm/unpack.ts`. */
export function writeInline(name, folder) {
  const { text, unpacker } = pack(readFileSync(join(folder, `${name}.wasm`)));
  const digits = Buffer.from(unpacker).toString("hex");
  const code = [
    `/** The bytes of \`${name}.wasm\`, packed. */`,
    `export const text =\n  "${text}";`,
    "/** The module that unpacks them, in hexadecimal digits. */",
    `export const unpacker =\n  "${digits}";`,
  ];
  writeFileSync(join(folder, `${name}-inline.js`), `${code.join("\n")}\n`);
}
