/** The declarations of the installed package, as users' compilers read them: `types/*`, in each way to resolve modules. */
import { copyFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { projectWith, remove, run } from "./packed.mjs";

const folder = fileURLToPath(new URL("types/", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

const project = projectWith({});
after(() => remove(project));
for (const file of readdirSync(folder)) copyFileSync(join(folder, file), join(project, file));

const ways = {
  "node16, ES modules and CommonJS": { module: "node16", moduleResolution: "node16" },
  nodenext: { module: "nodenext", moduleResolution: "nodenext", exactOptionalPropertyTypes: true },
  bundler: { module: "esnext", moduleResolution: "bundler" },
};

for (const [what, options] of Object.entries(ways)) {
  test(what, () => {
    const name = `tsconfig.${options.moduleResolution}.json`;
    const compilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      target: "es2022",
      lib: ["es2023", "dom"],
      types: [],
      jsx: "react-jsx",
      ...options,
      // The standard's own types are a development tool of this repository.
      paths: { "@standard-schema/spec": [join(root, "node_modules/@standard-schema/spec/dist/index.d.ts")] },
    };
    // A bundler has no CommonJS files.
    const files = readdirSync(folder).filter(
      (file) => options.moduleResolution !== "bundler" || !file.endsWith(".cts"),
    );
    writeFileSync(join(project, name), JSON.stringify({ compilerOptions, files }));
    run(project, process.execPath, join(root, "node_modules/typescript/bin/tsc"), "--project", name);
  });
}

test("without the DOM library, all but the entries for pages and streams", () => {
  const source = `import * as sphinx from "sphinx-case";
    import * as slim from "sphinx-case/slim";
    import core from "sphinx-case/core.wasm";
    import german from "sphinx-case/languages/de";
    slim.initSync(core);
    slim.initFormsSync(new Uint8Array());
    export const forms: Promise<void> = slim.initForms(Promise.resolve(new ArrayBuffer(0)));
    export const all = [sphinx, german];`;
  writeFileSync(join(project, "without-dom.ts"), source);
  for (const moduleResolution of ["nodenext", "bundler"]) {
    const compilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      target: "es2022",
      lib: ["es2022"],
      types: [],
      module: moduleResolution === "bundler" ? "esnext" : moduleResolution,
      moduleResolution,
    };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["without-dom.ts"] }));
    run(project, process.execPath, join(root, "node_modules/typescript/bin/tsc"), "--project", "tsconfig.json");
  }
});
