/** Where WebAssembly is missing or forbidden, and where the text coders are: importing works, and errors say what to do. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { buildSync } from "esbuild";
import { project } from "./package.mjs";

/** The installed package as one script that sets `sphinx`, as a bundler makes it for a page. */
const script = buildSync({
  stdin: { contents: 'export * from "sphinx-case"', resolveDir: project },
  bundle: true,
  format: "iife",
  globalName: "sphinx",
  write: false,
}).outputFiles[0].text;

/** Runs the package in a realm of its own, with only these globals. */
function realm(globals, options) {
  const context = createContext({ ...globals }, options);
  runInContext(script, context);
  return (code) => runInContext(code, context);
}

const attempt = `(() => { try { return sphinx.validate({}).valid; } catch (error) { return [error.name, error.reason, error.message]; } })()`;

describe("where a Content Security Policy or the host forbids to compile", () => {
  const run = realm({ TextEncoder, TextDecoder, atob }, { codeGeneration: { wasm: false } });

  test("importing works, and the first call says what to allow", () => {
    const [name, reason, message] = run(attempt);
    assert.equal(name, "SphinxCaseError");
    assert.equal(reason, "blocked");
    assert.match(message, /'wasm-unsafe-eval'/);
    assert.match(message, /initSync/);
    assert.match(message, /disallowed by embedder/, "and what the engine said");
  });

  test("init() says the same", async () => {
    const error = await run("sphinx.init().then(() => undefined, (error) => error)");
    assert.equal(error.reason, "blocked");
  });
});

describe("the words of browsers are understood", () => {
  // As Chromium, Firefox, Safari and old Chromium have them.
  const said = {
    blocked: [
      "WebAssembly.Module(): Refused to compile or instantiate WebAssembly module because 'unsafe-eval' is not an allowed source of script in the following Content Security Policy directive: \"script-src 'self'\"",
      "call to WebAssembly.Module() blocked by CSP",
      "Refused to create a WebAssembly object because 'unsafe-eval' or 'wasm-unsafe-eval' is not an allowed source of script in the following Content Security Policy directive",
      "WebAssembly.Compile is disallowed on the main thread, if the buffer size is larger than 8MB. Use WebAssembly.compile, or compile on a worker thread.",
    ],
    bad_module: ["WebAssembly.Module(): expected magic word 00 61 73 6d, found 3c 21 64 6f @+0"],
  };
  for (const [reason, messages] of Object.entries(said)) {
    for (const message of messages) {
      test(message.slice(0, 70), () => {
        const run = realm({ TextEncoder, TextDecoder, atob, said: message });
        run("WebAssembly = { Module: class Module { constructor() { throw new Error(said); } } };");
        const [, given, text] = run(attempt);
        assert.equal(given, reason);
        assert.equal(text.includes(message), true);
        if (message.includes("main thread")) assert.match(text, /await init\(\)/);
      });
    }
  }
});

test("where there is no WebAssembly, the error says so for the core and for forms, and names the condition that needs none", () => {
  const code = `import { parseFormData, validate } from "sphinx-case";
    for (const call of [() => validate({}), () => parseFormData(new URLSearchParams())])
      try { call(); } catch (error) { console.log(error.reason, error.message); }`;
  const out = execFileSync(process.execPath, ["--jitless", "--no-warnings", "--input-type=module", "--eval", code], {
    cwd: project,
    encoding: "utf8",
  });
  assert.match(out, /^(?:no_webassembly .*needs WebAssembly.*`edge-light`.*\n){2}$/);
});

test("where there is no TransformStream (React Native), caseLines says so", () => {
  const code = `delete globalThis.TransformStream;
    const { caseLines, caseLineResults } = await import("sphinx-case/lines");
    for (const make of [caseLines, caseLineResults]) try { make(); } catch (error) { console.log(error.name, error.message); }`;
  const out = execFileSync(process.execPath, ["--input-type=module", "--eval", code], {
    cwd: project,
    encoding: "utf8",
  });
  assert.match(out, /^(?:TypeError .*no TransformStream.*polyfill.*\n){2}$/);
});

describe("where there is no TextEncoder and no TextDecoder (Jest's jsdom), nor Buffer", () => {
  const run = realm({ atob });

  test("answers are the same", () => {
    assert.equal(run("typeof TextEncoder + typeof TextDecoder + typeof Buffer"), "undefinedundefinedundefined");
    const value = `{ customer: { full_name: "Zoë 😀 中 \\u07ff\\uffff", input_details: { "ключ": "✓" } }, case_config: "kyb", zzz: "ü" }`;
    assert.equal(
      run(`sphinx.buildPayload(${value}, { unknownFields: "keep" }).body`),
      '{"customer":{"full_name":"Zoë 😀 中 \u07ff\uffff","input_details":{"ключ":"✓"}},"delete_after":-1,"case_config":"kyb","auto_start":true,"zzz":"ü"}',
    );
    assert.equal(run(`sphinx.validate('{"\\ud800":1}').issues.some(({ code }) => code === "invalid_unicode")`), true);
    assert.equal(
      run(
        `sphinx.buildPayload('{"customer":{"full_name":"' + "ä".repeat(100) + '","input_details":{"a":"' + "é😀".repeat(200000) + '"}},"case_config":"k"}').ok`,
      ),
      true,
    );
  });
});
