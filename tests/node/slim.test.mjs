/** `sphinx-case/slim`: every way to bring the WebAssembly, each in a process of its own, since it is brought only once. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { project, require } from "./package.mjs";

const wasm = require.resolve("sphinx-case/core.wasm");

/** Runs a module in the project; it has `slim`, `bytes` and `good`, and what it prints is the answer. */
function run(code, ...flags) {
  const module = `
    import { readFileSync } from "node:fs";
    import { runInNewContext } from "node:vm";
    import * as slim from "sphinx-case/slim";
    const bytes = readFileSync(${JSON.stringify(wasm)});
    const formBytes = readFileSync(${JSON.stringify(require.resolve("sphinx-case/form.wasm"))});
    const dataUrl = "data:application/wasm;base64," + bytes.toString("base64");
    const good = { customer_id: 1, case_config: "kyb" };
    const thrown = (call) => { try { call(); return "nothing"; } catch (error) { return error.name + " " + error.reason + ": " + error.message; } };
    const rejected = async (promise) => { try { await promise; return "nothing"; } catch (error) { return error.name + " " + error.reason + ": " + error.message; } };
    ${code}
  `;
  return execFileSync(process.execPath, [...flags, "--input-type=module", "--eval", module], {
    cwd: project,
    encoding: "utf8",
  }).trim();
}

describe("before the WebAssembly is there", () => {
  test("a call says what to do", () => {
    assert.match(
      run("console.log(thrown(() => slim.validate(good)));"),
      /^SphinxCaseError not_initialised: .*init\(source\).*initSync/,
    );
  });

  test("a schema can be made, and what is plain data is there", () => {
    assert.equal(
      run(
        'slim.createCaseSchema({ unknownFields: "strip" }); console.log(slim.fields.length > 10, slim.jsonSchema().type);',
      ),
      "true object",
    );
  });
});

describe("init() takes", () => {
  const sources = {
    bytes: "bytes",
    "an ArrayBuffer": "bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)",
    "a promise of bytes": "Promise.resolve(bytes)",
    "a compiled module": "await WebAssembly.compile(bytes)",
    "a promise of a module": "WebAssembly.compile(bytes)",
    "a module of another realm": 'runInNewContext("new WebAssembly.Module(bytes)", { bytes })',
    "bytes of another realm": 'runInNewContext("Uint8Array.from(bytes)", { bytes })',
    "a URL of another realm": 'Object.assign(Object.create(null), { href: dataUrl, origin: "null" })',
    "a response, whatever its type": 'new Response(bytes, { headers: { "content-type": "text/plain" } })',
    "a promise of a response":
      'Promise.resolve(new Response(bytes, { headers: { "content-type": "application/wasm" } }))',
    "a URL": "new URL(dataUrl)",
  };
  for (const [what, source] of Object.entries(sources)) {
    test(what, () => {
      assert.equal(
        run(`await slim.init(${source}); console.log(slim.validate(good).valid, slim.validate({}).valid);`),
        "true false",
      );
    });
  }

  test("another source later, and passes it over", () => {
    assert.equal(
      run(
        "await slim.init(bytes); await slim.init(new Uint8Array(3)); slim.initSync(new Uint8Array(3)); console.log(slim.validate(good).valid);",
      ),
      "true",
    );
  });

  test("two at once", () => {
    assert.equal(
      run("await Promise.all([slim.init(bytes), slim.init(bytes)]); console.log(slim.validate(good).valid);"),
      "true",
    );
  });
});

describe("initSync() takes", () => {
  for (const [what, source] of Object.entries({
    bytes: "bytes",
    "a compiled module": "new WebAssembly.Module(bytes)",
    "a module of another realm": 'runInNewContext("new WebAssembly.Module(bytes)", { bytes })',
  })) {
    test(what, () => assert.equal(run(`slim.initSync(${source}); console.log(slim.buildPayload(good).ok);`), "true"));
  }
});

describe("a source that is none", () => {
  const wrong = {
    "no WebAssembly": ["new Uint8Array([1, 2, 3])", /bad_module.*not the WebAssembly core/],
    "another WebAssembly": [
      "new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])",
      /bad_module.*not the WebAssembly core/,
    ],
    "the WebAssembly for forms": ["formBytes", /bad_module.*not the WebAssembly core/],
    nothing: ["undefined", /bad_module/],
    "a page that says it is not there": [
      'new Response("Not Found", { status: 404, statusText: "Not Found" })',
      /bad_module.*404 Not Found/,
    ],
  };
  for (const [what, [source, message]] of Object.entries(wrong)) {
    test(`${what}: it is said, and the right one still works`, () => {
      const [first, second, works] = run(`
        console.log(await rejected(slim.init(${source})));
        console.log(thrown(() => slim.initSync(${source})));
        await slim.init(bytes);
        console.log(slim.validate(good).valid);
      `).split("\n");
      assert.match(first, message);
      assert.match(first, /^SphinxCaseError/);
      if (!source.includes("Response")) assert.match(second, message);
      assert.equal(works, "true");
    });
  }

  test("a source that fails to come is the caller's own error", () => {
    assert.match(
      run('console.log(await rejected(slim.init(Promise.reject(new RangeError("lost")))));'),
      /RangeError undefined: lost/,
    );
  });
});

test("core.wasm and form.wasm need no imports, so hosts that import .wasm files can load them", () => {
  for (const name of ["core", "form"]) {
    const module = new WebAssembly.Module(readFileSync(require.resolve(`sphinx-case/${name}.wasm`)));
    assert.deepEqual(WebAssembly.Module.imports(module), []);
  }
});

test("all entries share one core: started by one, it serves the others", () => {
  assert.equal(
    run(
      'const { validate } = await import("sphinx-case"); slim.createCaseSchema(); console.log(validate(good).valid, slim.validate(good).valid);',
    ),
    "true true",
  );
});
