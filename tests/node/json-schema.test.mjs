/** The JSON Schema of the package, judged by ajv: it takes what the core takes, and turns away what a schema can know. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { sphinx } from "./package.mjs";

const { createCaseSchema, jsonSchema } = sphinx;

/** The validator of each dialect. OpenAPI 3.0 has no validator of its own in ajv, which knows its `nullable` and formats. */
const VALIDATORS = {
  "draft-2020-12": () => new Ajv2020({ strict: true, allErrors: true }),
  "draft-07": () => new Ajv({ strict: true, allErrors: true }),
  "openapi-3.0": () => addFormats.default(new Ajv({ strict: true, allErrors: true })),
};

/** Errors a schema can know. */
const KNOWN = new Set([
  "required",
  "required_one_of",
  "exclusive",
  "invalid_type",
  "not_nullable",
  "blank",
  "too_long",
  "invalid_url",
  "invalid_slug",
  "invalid_option",
  "out_of_range",
  "unknown_field",
]);

/** Errors about how a value came or is written, which no schema sees. */
const UNKNOWN = new Set(["invalid_unicode", "too_deep", "too_large", "unsafe_integer"]);

/** Cases whose error a schema could know by its code, but does not: a pattern does no arithmetic, and measures no host. */
const TOO_FINE = new Set([
  "url-port-65536",
  "url-label-of-64",
  "url-host-of-254",
  "url-idn-label-of-60-umlauts-fits-no-ascii-form",
]);

const corpus = new URL("../corpus/", import.meta.url);
const cases = readdirSync(corpus)
  .filter((file) => file.endsWith(".json"))
  .flatMap((file) => JSON.parse(readFileSync(new URL(file, corpus), "utf8")).cases)
  .filter((request) => "value" in request && request.options === undefined);
const isGood = (request) => request.payload !== undefined;
const codes = ({ issues }) => issues.map(({ code }) => code);

for (const [dialect, validator] of Object.entries(VALIDATORS)) {
  describe(dialect, () => {
    const check = validator().compile(jsonSchema(dialect));

    test("takes every request of the corpus that has no errors", () => {
      const good = cases.filter(isGood);
      assert.ok(good.length > 100);
      for (const { name, value } of good) assert.ok(check(value), `${name}: ${JSON.stringify(check.errors)}`);
    });

    test("turns away every request of the corpus whose errors a schema can know", () => {
      const bad = cases.filter((request) => !isGood(request) && codes(request).some((code) => KNOWN.has(code)));
      assert.ok(bad.length > 100);
      assert.deepEqual(new Set(bad.flatMap(codes).filter((code) => KNOWN.has(code))), KNOWN, "each of these codes");
      const taken = bad.filter(({ value }) => check(value)).map(({ name }) => name);
      assert.deepEqual(new Set(taken), TOO_FINE);
    });

    test("the output has every default", () => {
      const output = validator().compile(createCaseSchema()["~standard"].jsonSchema.output({ target: dialect }));
      for (const { name, value, payload } of cases.filter(isGood)) {
        assert.ok(output(JSON.parse(payload)), `${name}: ${JSON.stringify(output.errors)}`);
        assert.equal(output(value), "delete_after" in value && "auto_start" in value, name);
      }
    });
  });
}

test("of every error it is said whether a schema can know it", () => {
  for (const request of cases.filter((request) => !isGood(request))) {
    assert.ok(
      codes(request).some((code) => KNOWN.has(code) || UNKNOWN.has(code)),
      `${request.name}: ${codes(request)}`,
    );
  }
});
