/** From TypeScript to what is published: ES modules, their CommonJS mirrors, and declarations for both. */
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";
import { run } from "./run.mjs";

/** Entries and parts that only exist as ES modules: workerd knows no other. */
const ONLY_ESM = ["workerd", "lines-workerd", "imported"];

/** Compiles `pkg/src` into `dist`, where glue.js and wasm-inline.js already are. Type errors end the build. */
export async function compilePackage(pkg, dist) {
  run(process.execPath, "node_modules/typescript/bin/tsc", "--project", pkg, "--outDir", dist);
  copyFileSync(join(pkg, "src/core.d.wasm.ts"), join(dist, "core.wasm.d.ts"));
  // tsc writes declarations for what it compiles only.
  for (const name of ["glue.d.ts", "wasm-inline.d.ts"]) copyFileSync(join(pkg, "src", name), join(dist, name));
  const files = readdirSync(dist, { recursive: true, encoding: "utf8" });
  const mirrored = files.filter((file) => !ONLY_ESM.some((name) => file.startsWith(`${name}.`)));
  for (const file of mirrored) {
    if (file.endsWith(".d.ts") && file !== "core.wasm.d.ts") mirrorTypes(join(dist, file));
    else if (file.endsWith(".js")) await mirrorModule(join(dist, file));
  }
}

async function mirrorModule(path) {
  const { code } = await transform(readFileSync(path, "utf8"), { format: "cjs", target: "es2022", platform: "node" });
  writeFileSync(path.replace(/\.js$/, ".cjs"), code.replace(/require\("(\.{1,2}\/[^"]+)\.js"\)/g, 'require("$1.cjs")'));
}

function mirrorTypes(path) {
  const types = readFileSync(path, "utf8").replace(/(from "|import "|import\(")(\.{1,2}\/[^"]+)\.js"/g, '$1$2.cjs"');
  writeFileSync(path.replace(/\.d\.ts$/, ".d.cts"), types);
}
