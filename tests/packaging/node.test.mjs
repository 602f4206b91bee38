/** The installed package in Node, as ES module and CommonJS, and what importing it costs. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { after, describe, test } from "node:test";
import { projectWith, remove, run } from "./packed.mjs";
import { ANSWER, IMPORT, PRINT, REQUIRE } from "./program.mjs";

describe("Node", () => {
  const project = projectWith({});
  after(() => remove(project));
  const node = (name, text) => {
    writeFileSync(`${project}/${name}`, text);
    return run(project, process.execPath, name).trim();
  };

  test("ES module", () => assert.equal(node("a.mjs", IMPORT + PRINT), ANSWER));

  test("CommonJS", () => assert.equal(node("a.cjs", REQUIRE + PRINT), ANSWER));

  test("slim, with the file of the package", () => {
    const start = `
      import { readFile } from "node:fs/promises";
      import { createRequire } from "node:module";
      import { buildPayload, init, validate } from "sphinx-case/slim";
      await init(readFile(createRequire(import.meta.url).resolve("sphinx-case/core.wasm")));`;
    assert.equal(node("slim.mjs", start + PRINT), ANSWER);
    const common = `
      const { readFileSync } = require("node:fs");
      const { buildPayload, initSync, validate } = require("sphinx-case/slim");
      initSync(readFileSync(require.resolve("sphinx-case/core.wasm")));`;
    assert.equal(node("slim.cjs", common + PRINT), ANSWER);
  });

  test("lines, from standard input to standard output", () => {
    const program = `
      import { Readable } from "node:stream";
      import { caseLines } from "sphinx-case/lines";
      const input = Readable.toWeb(Readable.from([Buffer.from('{"customer_id":1,"case_config":"a"}\\n\\n{"customer_id":2,"case_config":"b"}')]));
      for await (const chunk of input.pipeThrough(caseLines())) process.stdout.write(chunk);`;
    assert.deepEqual(
      node("lines.mjs", program)
        .split("\n")
        .map((line) => JSON.parse(line).customer_id),
      [1, 2],
    );
  });

  test("rows, from standard input to standard output, with and without WebAssembly", () => {
    const program = `
      import { Readable } from "node:stream";
      import { buildRows } from "sphinx-case/csv";
      const input = Readable.from([Buffer.from('customer_id;case_config\\n1;a\\n0;a\\n')]);
      for await (const chunk of buildRows(input)) process.stdout.write(chunk);`;
    const output = node("rows.mjs", program);
    const [first, second] = output.split("\n").map((line) => line && JSON.parse(line));
    assert.deepEqual([first.customer_id, second.row, second.issues[0].cell.column], [1, 3, 1]);
    assert.equal(run(project, process.execPath, "--conditions=edge-light", "rows.mjs").trim(), output);
  });

  test("importing starts nothing: no WebAssembly is compiled before the first call", () => {
    const program = `
      let compiled = 0;
      const { Module } = WebAssembly;
      WebAssembly.Module = class extends Module { constructor(bytes) { super(bytes); compiled++; } };
      const { createCaseSchema, jsonSchema, validate } = await import("sphinx-case");
      await import("sphinx-case/lines");
      await import("sphinx-case/csv");
      createCaseSchema();
      jsonSchema();
      const before = compiled;
      validate({});
      validate({});
      console.log(before, compiled);`;
    assert.equal(node("lazy.mjs", program), "0 2", "what unpacks the core, and the core");
  });

  test("nothing but what is exported can be reached", () => {
    for (const path of ["sphinx-case/dist/core.js", "sphinx-case/core", "sphinx-case/index.js"]) {
      assert.match(
        node("deep.mjs", `import(${JSON.stringify(path)}).catch(({ code }) => console.log(code));`),
        /ERR_PACKAGE_PATH_NOT_EXPORTED/,
      );
    }
  });
});
