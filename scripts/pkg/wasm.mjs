/** From the Rust crate to one small WebAssembly module. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pack } from "./pack.mjs";
import { withoutPanics } from "./panics.mjs";
import { run } from "./run.mjs";

/** wasm-opt's flags for what rustc emits today. Named one by one: wasm-opt's --all-features writes modules that engines refuse. */
export const ENABLED_FEATURES = [
  "bulk-memory",
  "mutable-globals",
  "nontrapping-float-to-int",
  "sign-ext",
  "multivalue",
  "reference-types",
].map((feature) => `--enable-${feature}`);

/**
 * How wasm-opt is to make it small. Rust puts its stack first, so nothing but the very end of the stack is below 1024,
 * and sums that cannot be addresses there go into the instructions; what Rust keeps out of line for being rare stays so.
 */
export const OPTIMIZATIONS = ["-Os", "--low-memory-unused", "--one-caller-inline-max-function-size=0"];

/**
 * The modules of the package: of each the profile of cargo, which is also the feature. The first is for whole requests and
 * made for speed; the second, for forms, waits for people and is made small.
 */
export const MODULES = { core: "wasm", form: "wasm-form" };

/** Where cargo leaves a module. */
export function builtModule(name) {
  return `target/wasm32-unknown-unknown/${MODULES[name]}/sphinx_case.wasm`;
}

/** Builds a module into the file `target`, with `work` for what is between; answers wasm-bindgen's JavaScript. */
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

/** Writes a module as a text inside a JavaScript module; `npm/src/wasm/unpack.ts` says why in this form. */
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
