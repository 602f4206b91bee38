/**
 * `node scripts/build-pkg.mjs`: builds the npm package from `npm/` into `pkg/`, and the page from `www/` into `pkg/page/` (what
 * `make pkg` calls, after the set-up). All of `pkg/` is built and ignored by git: it is also where `wasm-pack build` writes.
 *
 * Builds the WebAssembly modules and their glue from the Rust crate, derives TypeScript from the Rust declarations, and compiles
 * everything to a few ES modules and CommonJS modules.
 */
import { copyFileSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildPage, PAGE_MODULE } from "./page/build.mjs";
import { compilePackage } from "./pkg/compile.mjs";
import { generateSources } from "./pkg/generate.mjs";
import { writeGlue } from "./pkg/glue.mjs";
import { writeManifests } from "./pkg/manifests.mjs";
import { glueOf, MODULES } from "./pkg/modules.mjs";
import { step } from "./pkg/run.mjs";
import { buildWasm, writeInline, writeScript } from "./pkg/wasm.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const work = join(root, "target/pkg");
const sources = join(root, "npm");
const fresh = join(work, "package");
const dist = join(fresh, "dist");
const finished = join(root, "pkg");

process.chdir(root);
rmSync(work, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

step("the WebAssembly of the package and of the page: cargo, wasm-bindgen, wasm-opt, wasm2js");
rmSync(PAGE_MODULE, { recursive: true, force: true });
mkdirSync(PAGE_MODULE);
writeGlue("page", buildWasm("page", work, join(work, "page.wasm")), join(PAGE_MODULE, glueOf("page")));
writeInline("page", join(work, "page.wasm"), PAGE_MODULE);
for (const name of MODULES) {
  const glue = buildWasm(name, work, join(dist, `${name}.wasm`));
  writeGlue(name, glue, join(dist, glueOf(name)));
  writeInline(name, join(dist, `${name}.wasm`), dist);
  await writeScript(name, work, dist);
}

step("types, fields and schemas out of the Rust declarations");
generateSources(join(sources, "src/generated"), dist);

step("TypeScript to ES modules, CommonJS and declarations");
await compilePackage(sources, dist);
writeManifests(sources, fresh);
copyFileSync(join(sources, "README.md"), join(fresh, "README.md"));
for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) copyFileSync(join(root, name), join(fresh, name));

await buildPage({ package: dist, target: join(fresh, "page") });

// The finished package replaces the old one at once.
rmSync(finished, { recursive: true, force: true });
renameSync(fresh, finished);
