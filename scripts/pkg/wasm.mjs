/** From the Rust crate to one small WebAssembly module. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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

/** Builds the module into the file `target`, with `work` for what is between; answers wasm-bindgen's JavaScript. */
export function buildWasm(work, target) {
  run(
    "cargo",
    "build",
    "--quiet",
    "--lib",
    "--profile",
    "wasm",
    "--target",
    "wasm32-unknown-unknown",
    "--no-default-features",
    "--features",
    "wasm",
  );
  const bound = join(work, "bindgen");
  run(
    "wasm-bindgen",
    "target/wasm32-unknown-unknown/wasm/sphinx_case.wasm",
    "--target",
    "web",
    "--omit-default-module-path",
    "--out-dir",
    bound,
    "--out-name",
    "core",
  );
  run(
    process.execPath,
    "node_modules/binaryen/bin/wasm-opt",
    join(bound, "core_bg.wasm"),
    "-Os",
    "--output",
    target,
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    ...ENABLED_FEATURES,
  );
  return readFileSync(join(bound, "core.js"), "utf8");
}

/** Writes the module as a text inside a JavaScript module; `pkg/src/hex.ts` says why in this form. */
export function writeInline(wasm, target) {
  const hex = readFileSync(wasm).toString("hex");
  writeFileSync(target, `/** The bytes of \`core.wasm\`. */\nexport const hex =\n  "${hex}";\n`);
}
