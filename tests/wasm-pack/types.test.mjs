/** The declarations of the package that `wasm-pack build` makes, compiled strictly. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { build, root } from "./build.mjs";

for (const target of ["nodejs", "web", "bundler"]) {
  test(`--target ${target}`, () => {
    const project = `${root}target/wasm-pack/types-${target}`;
    rmSync(project, { recursive: true, force: true });
    mkdirSync(project, { recursive: true });
    const config = {
      compilerOptions: {
        strict: true,
        noEmit: true,
        target: "es2022",
        lib: ["es2022", "dom", "esnext.disposable"],
        module: "esnext",
        moduleResolution: "bundler",
        types: [],
        paths: { "sphinx-case-wasm-pack": [`${build(target, `types-${target}/package`)}/sphinx_case.d.ts`] },
      },
      files: [`${root}tests/wasm-pack/types/use.ts`],
    };
    writeFileSync(`${project}/tsconfig.json`, JSON.stringify(config));
    const { status, stdout } = spawnSync(`${root}node_modules/.bin/tsc`, ["--project", project], { encoding: "utf8" });
    assert.equal(status, 0, stdout);
  });
}
