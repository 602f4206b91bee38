/** Every block of JavaScript and TypeScript in the READMEs compiles in strict mode, with the installed package. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { projectWith, remove, run } from "./packed.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const project = projectWith({});
after(() => remove(project));

/** Declarations of the page or program around the blocks of a file. */
const SURROUNDINGS = {
  "README.md": {
    form: "HTMLFormElement & { full_name: HTMLInputElement }",
    output: "HTMLOutputElement",
  },
  "npm/README.md": { input: "unknown", file: "File", output: "WritableStream<Uint8Array>" },
};

const COMPILER_OPTIONS = {
  strict: true,
  noEmit: true,
  skipLibCheck: false,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  target: "es2022",
  module: "nodenext",
  typeRoots: [join(root, "node_modules/@types")],
};
const BROWSER = { lib: ["es2022", "dom", "dom.iterable", "dom.asynciterable"], types: [] };
const NODE = { lib: ["es2022"], types: ["node"] };

for (const [file, surroundings] of Object.entries(SURROUNDINGS)) {
  test(file, () => {
    const text = readFileSync(join(root, file), "utf8");
    const blocks = [...text.matchAll(/^```(?:js|ts|tsx)\n([\s\S]*?)^```/gm)].map(([, block]) => block);
    assert.ok(blocks.length > 1);
    blocks.forEach((block, index) => {
      const name = `block-${index}.ts`;
      // A block that declares a name itself does not take it from its surroundings.
      const needed = Object.entries(surroundings)
        .filter(([known]) => new RegExp(`\\b${known}\\b`).test(block))
        .filter(([known]) => !new RegExp(`(?:const|import) [^;=]*\\b${known}\\b`).test(block))
        .map(([known, type]) => `declare const ${known}: ${type};\n`);
      writeFileSync(join(project, name), `${needed.join("")}${block}\nexport {};\n`);
      const compilerOptions = { ...COMPILER_OPTIONS, ...(/"node:/.test(block) ? NODE : BROWSER) };
      writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [name] }));
      run(project, process.execPath, join(root, "node_modules/typescript/bin/tsc"), "--project", "tsconfig.json");
    });
  });
}

// The newest compiler has no language service for programs.
const ts = createRequire(join(project, "any.cjs"))("typescript-5");

/** The names that an editor offers at `|` in a source. */
function completions(source) {
  const position = source.indexOf("|");
  const name = join(project, "completion.ts");
  const text = source.replace("|", "");
  const host = {
    getCompilationSettings: () => ({
      strict: true,
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      types: [],
    }),
    getScriptFileNames: () => [name],
    getScriptVersion: () => "1",
    getScriptSnapshot: (path) => {
      const content = path === name ? text : ts.sys.readFile(path);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => project,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => path === name || ts.sys.fileExists(path),
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  };
  const service = ts.createLanguageService(host);
  return (service.getCompletionsAtPosition(name, position, {})?.entries ?? []).map((entry) => entry.name);
}

test("editors complete fields, check types, paths and options", () => {
  const head = 'import { buildPayload, checkField, createCaseForm, validate } from "sphinx-case";\n';
  for (const [source, expected] of [
    ["buildPayload({ | })", "webhook_url"],
    ["validate({ customer: { | } })", "full_name"],
    ['buildPayload({ checks: [{ check_type: "|" }] })', "ADVERSE_MEDIA"],
    ['buildPayload({ checks: [{ check_type: "PEP" }] }, { | })', "unknownFields"],
    ['checkField({}, "|")', "checks[0].check_type"],
    ['createCaseForm().set("|", "")', "customer.full_name"],
  ])
    assert.ok(completions(head + source).includes(expected), source);
});
