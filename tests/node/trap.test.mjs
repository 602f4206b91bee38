/** What happens when the core stops in the middle of a call: on a module that really does, made from the shipped one. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import binaryen from "binaryen";
import { entry, GOOD_BODY, goodRequest, require } from "./package.mjs";

/** An input of this length makes the patched core trap, or call itself without end. */
const TRAPS = 666;
const RECURSES = 777;

/** As in scripts/pkg/wasm.mjs. With all features binaryen writes modules that engines refuse. */
const FEATURES = ["BulkMemory", "BulkMemoryOpt", "MutableGlobals", "NontrappingFPToInt", "SignExt"];

/** The shipped module, where `check` and `build` do not come back from these two lengths. */
function trappingModule() {
  const module = binaryen.readBinary(readFileSync(require.resolve("sphinx-case/core.wasm")));
  module.setFeatures(FEATURES.reduce((all, name) => all | binaryen.Features[name], 0));
  for (const name of ["check", "build"]) {
    const exported = Array.from({ length: module.getNumExports() }, (_, at) =>
      binaryen.getExportInfo(module.getExportByIndex(at)),
    ).find((info) => info.name === name);
    const target = module.getFunction(exported.value);
    const { params, results, body } = binaryen.getFunctionInfo(target);
    const types = binaryen.expandType(params);
    const length = () => module.local.get(1, types[1]); // the first one is where the result goes
    const is = (value) =>
      types[1] === binaryen.f64
        ? module.f64.eq(length(), module.f64.const(value))
        : module.i32.eq(length(), module.i32.const(value));
    const itself = module.call(
      exported.value,
      types.map((type, at) => module.local.get(at, type)),
      results,
    );
    binaryen.Function.setBody(
      target,
      module.block(null, [module.if(is(TRAPS), module.unreachable()), module.if(is(RECURSES), itself), body], results),
    );
  }
  if (!module.validate()) throw new Error("the patched module is not valid");
  return module.emitBinary();
}

/** JSON text of exactly so many bytes. */
function textOf(length) {
  return GOOD_BODY.padEnd(length, " ");
}

describe("a core that traps", () => {
  let slim;
  let lines;
  before(async () => {
    slim = await entry("slim");
    await slim.init(trappingModule());
    lines = await entry("lines");
  });

  test("other inputs are answered", () => {
    assert.equal(slim.validate(textOf(TRAPS - 1)).valid, true);
    assert.equal(slim.buildPayload(goodRequest()).body, GOOD_BODY);
  });

  for (const [what, length, cause] of [
    ["traps", TRAPS, WebAssembly.RuntimeError],
    ["uses up the stack", RECURSES, RangeError],
  ]) {
    for (const name of ["validate", "buildPayload"]) {
      test(`${name}: when it ${what}, the error says so, and the next call runs on a fresh instance`, () => {
        const input = textOf(length);
        assert.throws(
          () => slim[name](input),
          (error) => {
            assert.equal(error instanceof slim.SphinxCaseError, true);
            assert.equal(error.name, "SphinxCaseError");
            assert.equal(error.reason, "trapped");
            assert.match(
              error.message,
              /stopped unexpectedly.*defect of sphinx-case, not of the request.*fresh instance/s,
            );
            assert.equal(error.cause instanceof cause, true);
            return true;
          },
        );
        assert.equal(slim.validate(textOf(length - 1)).valid, true);
        assert.equal(slim.buildPayload(goodRequest()).body, GOOD_BODY);
        assert.deepEqual(
          slim.validate({ customer_id: 0, case_config: "kyb" }).issues.map(({ code }) => code),
          ["out_of_range"],
        );
      });
    }
  }

  test("again and again", () => {
    for (let round = 0; round < 50; round++) {
      assert.throws(() => slim.validate(textOf(TRAPS)), { reason: "trapped" });
      assert.equal(slim.validate(textOf(TRAPS + 1)).valid, true);
    }
  });

  test("a TypeError about options is no trap", () => {
    assert.throws(() => slim.validate({}, { defaults: "some" }), { name: "TypeError" });
    assert.throws(() => slim.validate(textOf(TRAPS), { defaults: "some" }), { reason: "trapped" });
  });

  test("a stream of lines fails with that error, and another one works", async () => {
    const read = (text) =>
      Array.fromAsync?.(new Blob([text]).stream().pipeThrough(lines.caseLineResults())) ?? collect(text);
    const collect = async (text) => {
      const results = [];
      for await (const result of new Blob([text]).stream().pipeThrough(lines.caseLineResults())) results.push(result);
      return results;
    };
    await assert.rejects(read(`${textOf(TRAPS)}\n`), { reason: "trapped" });
    assert.equal((await read(`${textOf(5)}\n`))[0].ok, true);
  });
});
