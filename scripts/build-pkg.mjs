/**
 * `node scripts/build-pkg.mjs`: builds the npm package into `pkg/dist` (what `make pkg` calls, after the set-up).
 *
 * The Rust core becomes `core.wasm`, `form.wasm` and their glue; the derived TypeScript comes from the Rust declarations; then
 * everything is compiled to a few ES modules, with a CommonJS mirror beside each.
 */
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compilePackage } from "./pkg/compile.mjs";
import { generateSources } from "./pkg/generate.mjs";
import { writeGlue } from "./pkg/glue.mjs";
import { step } from "./pkg/run.mjs";
import { buildWasm, MODULES, writeInline } from "./pkg/wasm.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const work = join(root, "target/pkg");
const fresh = join(work, "dist");
const dist = join(root, "pkg/dist");

process.chdir(root);
rmSync(work, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });

step("core.wasm and form.wasm: cargo, wasm-bindgen, wasm-opt");
for (const name of Object.keys(MODULES)) {
  const glue = buildWasm(name, work, join(fresh, `${name}.wasm`));
  writeGlue(name, glue, join(fresh, name === "core" ? "glue.js" : `${name}-glue.js`));
  writeInline(name, fresh);
}

step("types, fields and schemas out of the Rust declarations");
generateSources(join(root, "pkg/src/generated"), fresh);

step("TypeScript to ES modules, CommonJS and declarations");
await compilePackage(join(root, "pkg"), fresh);

// At once, so that nobody meets a half-built package.
rmSync(dist, { recursive: true, force: true });
renameSync(fresh, dist);
