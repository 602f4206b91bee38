/** The package of `wasm-pack build --target nodejs` in Node: it returns what the npm package returns. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { runInNewContext } from "node:vm";
import { sphinx as npm } from "../node/package.mjs";
import { build } from "./build.mjs";
import { inputs, outcome } from "./corpus.js";

const sphinx = createRequire(import.meta.url)(build("nodejs", "node"));
const folder = new URL("../corpus/", import.meta.url);
const corpus = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((file) => ({ file, cases: JSON.parse(readFileSync(new URL(file, folder), "utf8")).cases }));

for (const { file, cases } of corpus) {
  describe(file, () => {
    for (const entry of cases) {
      for (const [kind, make] of Object.entries(inputs(entry))) {
        test(`${entry.name} (${kind})`, () => {
          const ours = outcome(sphinx, make(), entry.options);
          assert.deepEqual(
            ours.issues.map(({ code, path }) => [code, path]),
            entry.issues.map(({ code, path }) => [code, path]),
          );
          assert.equal(ours.valid, "payload" in entry);
          assert.equal(ours.body, entry.payload ?? null);
          assert.deepEqual(ours, outcome(npm, make(), entry.options));
        });
      }
    }
  });
}

describe("options", () => {
  const REQUEST = { customer_id: 1, checks: [{ check_type: "PEPP" }], case_config: "kyb", chekcs: 1, delete_after: 0 };

  for (const options of [
    undefined,
    {},
    { unknownFields: "strip", defaults: "omit", maxBytes: 1000, rules: { unknown_option: "error" } },
    { unknownFields: "keep", rules: undefined, language: undefined },
    { maxBytes: 20 },
    { rules: { required_one_of: "off", unknown_option: "off" } },
    Object.assign(Object.create(null), { defaults: "omit" }),
    runInNewContext("({ defaults: 'omit' })"),
  ]) {
    test(`taken: ${JSON.stringify(options)}`, () => {
      for (const input of [REQUEST, JSON.stringify(REQUEST), { customer_id: 1, case_config: "kyb", auto_start: true }])
        assert.deepEqual(outcome(sphinx, input, options), outcome(npm, input, options));
    });
  }

  for (const options of [
    null,
    [],
    "strip",
    new Map(),
    { unknownFields: "drop" },
    { unknownFields: null },
    { maxBytes: 0 },
    { maxBytes: Number.NaN },
    { maxBytes: 5n },
    { rules: [] },
    { rules: { too_long: "off" } },
    { rules: { unknown_option: () => "off" } },
    { defaults: new Date(0) },
    { unknownfields: "keep" },
  ]) {
    test(`refused in the same words: ${typeof options} ${options && Object.keys(options)}`, () => {
      const refusal = (call) => {
        try {
          call();
        } catch (error) {
          assert.ok(error instanceof TypeError, String(error));
          return error.message;
        }
        assert.fail("nothing was thrown");
      };
      for (const name of ["validate", "buildPayload", "applyDefaults"])
        assert.equal(
          refusal(() => sphinx[name]({}, options)),
          refusal(() => npm[name]({}, options)),
        );
    });
  }

  test("all languages are there, with the texts of the npm package", async () => {
    const { default: tags } = await import(new URL("../../pkg/dist/languages/list.js", import.meta.url));
    for (const tag of tags) {
      npm.addLanguage((await import(new URL(`../../pkg/dist/languages/${tag}.js`, import.meta.url))).default);
    }
    for (const language of ["en", ...tags, "de-AT", "FR"]) {
      assert.deepEqual(outcome(sphinx, REQUEST, { language }), outcome(npm, REQUEST, { language }));
    }
    for (const language of ["tlh", ["tlh", "de-CH", "fr"], []])
      assert.deepEqual(outcome(sphinx, REQUEST, { language }), outcome(npm, REQUEST, { language }));
    assert.throws(() => sphinx.validate({}, { language: { language: "en" } }), TypeError);
  });
});

describe("applyDefaults", () => {
  const request = { customer_id: 1n, delete_after: undefined, customer: { full_name: "Ada" }, ["__proto__"]: 1 };
  for (const input of [
    {},
    request,
    { auto_start: false, delete_after: 30, other: Symbol.iterator },
    JSON.parse('{"__proto__":{"auto_start":true}}'),
    { toJSON: () => ({ auto_start: null }) },
    Object.create(null),
  ]) {
    test(`fills in ${Object.keys(input)}`, () => {
      assert.deepEqual(sphinx.applyDefaults(input), npm.applyDefaults(input));
      assert.deepEqual(Object.keys(sphinx.applyDefaults(input)), Object.keys(npm.applyDefaults(input)));
    });
  }

  test("is shallow and changes nothing", () => {
    const copy = sphinx.applyDefaults(request);
    assert.equal(copy.customer, request.customer);
    assert.equal(request.delete_after, undefined);
  });

  test("needs an object", () => {
    for (const input of [null, undefined, "{}", 1, [], new FormData(), () => {}]) {
      const message = (call) => {
        try {
          call(input);
        } catch (error) {
          return `${error.name}: ${error.message}`;
        }
      };
      assert.equal(message(sphinx.applyDefaults), message(npm.applyDefaults));
    }
  });
});

test("integers beyond 2^53 are exact in fields", () => {
  const { body, payload } = sphinx.buildPayload({ customer_id: 9007199254740993n, case_config: "kyb" });
  assert.match(body, /"customer_id":9007199254740993,/);
  assert.equal(payload.customer_id, 9007199254740993n);
});
