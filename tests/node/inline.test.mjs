/** The WebAssembly that travels as a text inside the package is that of `core.wasm`, whatever the host brings. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { createContext, runInContext } from "node:vm";
import { buildSync } from "esbuild";
import { BYTES_OFFSET, pack, TEXT_OFFSET } from "../../scripts/pkg/pack.mjs";
import { project, require } from "./package.mjs";

const wasm = require.resolve("sphinx-case/core.wasm");

/** The installed package as a bundler makes it for a page, minified and not. */
const scripts = [false, true].map((minify) => {
  const stdin = { contents: 'export * from "sphinx-case"', resolveDir: project };
  return buildSync({ stdin, bundle: true, minify, format: "iife", globalName: "sphinx", write: false }).outputFiles[0];
});

/** What the package gives to the compiler in a realm with these globals: the unpacker, and then the core. */
function compiled(script, globals) {
  const context = createContext({ ...globals });
  runInContext(
    `var given = [];
    WebAssembly.Module = class extends WebAssembly.Module {
      constructor(bytes) { super(bytes); given.push(bytes.slice()); }
    };`,
    context,
  );
  runInContext(script.text, context);
  assert.equal(runInContext('sphinx.validate(`{ "customer_id": 1, "case_config": "c" }`).valid', context), true);
  return runInContext("given", context);
}

describe("the core is compiled from exactly the bytes of core.wasm", () => {
  for (const [host, globals] of [
    ["where there are TextEncoder and Buffer", { TextEncoder, TextDecoder, Buffer }],
    ["without Buffer (browsers)", { TextEncoder, TextDecoder }],
    ["without TextEncoder (Jest's jsdom)", { Buffer }],
    ["with neither", {}],
  ]) {
    for (const [at, script] of scripts.entries()) {
      test(`${host}${at === 1 ? ", minified" : ""}`, () => {
        const [unpacker, core, ...more] = compiled(script, globals);
        assert.equal(more.length, 0);
        assert.equal(Buffer.compare(core, readFileSync(wasm)), 0);
        assert.ok(unpacker.length < 4096, "Chromium before 114 compiles no more than that synchronously");
      });
    }
  }
});

test("no bundler has a reason to change the text", async () => {
  const { text } = await import(pathToFileURL(join(dirname(wasm), "core-inline.js")).href);
  assert.match(text, /^[!-~]{50000,}$/);
  assert.doesNotMatch(text, /["'`\\$<]/);
});

test("all bytes come back, wherever an escape falls in the last step", () => {
  for (const length of [1, 2, 3, 4, 5, 6, 7, 8, 9, 1000, 65_020, 131_072]) {
    for (const seed of [1, 77, 255]) {
      // Skewed, so that some are frequent and all 256 occur in the long ones.
      const bytes = Uint8Array.from({ length }, (_, at) => ((at * at * seed) >> (at % 7)) & 0xff);
      const { text, unpacker } = pack(bytes);
      const { memory, unpack } = new WebAssembly.Instance(new WebAssembly.Module(unpacker)).exports;
      new TextEncoder().encodeInto(text, new Uint8Array(memory.buffer, TEXT_OFFSET));
      assert.equal(unpack(TEXT_OFFSET, BYTES_OFFSET), length);
      assert.equal(Buffer.compare(new Uint8Array(memory.buffer, BYTES_OFFSET, length), bytes), 0, `${length} bytes`);
    }
  }
});
