/** The Standard Schema face, and the functions that give the JSON Schema (what it accepts is json-schema.test.mjs). */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { goodRequest, sphinx } from "./package.mjs";

const { createCaseSchema, jsonSchema } = sphinx;
const TARGETS = ["draft-2020-12", "draft-07", "openapi-3.0"];

function validated(value, options, standard) {
  return createCaseSchema(options)["~standard"].validate(value, standard);
}

describe("Standard Schema", () => {
  test("says what it is", () => {
    const { version, vendor } = createCaseSchema()["~standard"];
    assert.deepEqual([version, vendor], [1, "sphinx-case"]);
  });

  test("a good value comes back with its defaults, as a new object", () => {
    const value = Object.freeze(goodRequest({ webhook_url: new URL("https://example.com/"), customer: undefined }));
    assert.deepEqual(validated(value), {
      value: {
        customer_id: 1,
        webhook_url: "https://example.com/",
        delete_after: -1,
        case_config: "kyb",
        auto_start: true,
      },
    });
  });

  test("errors come back whole; advice is left out", () => {
    const { issues, ...rest } = validated({ customer_id: 0, checks: [{ check_type: "PEPP", delete_after: -5 }] });
    assert.deepEqual(rest, {});
    assert.deepEqual(
      issues.map(({ code, path, severity }) => [code, path, severity]),
      [
        ["out_of_range", ["customer_id"], "error"],
        ["out_of_range", ["checks", 0, "delete_after"], "error"],
      ],
    );
    for (const { message, params } of issues)
      assert.equal(typeof message === "string" && message !== "" && "actual" in params, true);
  });

  test("advice alone is no failure", () => {
    assert.equal(validated({ customer_id: 1 }).issues, undefined);
    assert.deepEqual(
      validated({ customer_id: 1 }, { rules: { nothing_to_start: "error" } }).issues.map(({ code }) => code),
      ["nothing_to_start"],
    );
  });

  test("any value is judged, never thrown; a string is a string", () => {
    for (const value of [
      undefined,
      null,
      1,
      "{}",
      '{"customer_id":1,"case_config":"kyb"}',
      [],
      new Map(),
      new Uint8Array(2),
      Symbol("x"),
    ]) {
      const { issues } = validated(value);
      assert.equal(issues.length, 1, String(value));
      assert.deepEqual(issues[0].path, []);
    }
  });

  test("options, of the schema and of a call; others' options are passed over", () => {
    const value = goodRequest({ zzz: 1 });
    assert.equal(validated(value).issues.length, 1);
    assert.equal("zzz" in validated(value, { unknownFields: "strip" }).value, false);
    assert.equal(
      validated(value, {}, { libraryOptions: { unknownFields: "keep", somebodyElses: () => 1 } }).value.zzz,
      1,
    );
    assert.equal(
      validated(value, { unknownFields: "strip" }, { libraryOptions: { unknownFields: "reject" } }).issues.length,
      1,
    );
    assert.equal(validated(value, { unknownFields: "strip" }, {}).issues, undefined);
    assert.throws(() => createCaseSchema({ rules: new Map() }), { name: "TypeError", message: /rules/ });
    assert.throws(() => validated(value, { defaults: "some" }), { name: "TypeError", message: /defaults/ });
  });
});

describe("JSON Schema", () => {
  test("openapi-3.0 says null the way OpenAPI 3.0 does, and has no other keywords", () => {
    const schema = JSON.stringify(jsonSchema("openapi-3.0"));
    assert.match(schema, /"nullable":true/);
    assert.doesNotMatch(schema, /"\$schema"|"const"|"type":\[|"\$defs"|"type":"null"/);
  });

  test("every call gives an object of its own", () => {
    const schema = jsonSchema();
    schema.properties = {};
    assert.notDeepEqual(jsonSchema(), schema);
  });

  test("a target or a side that is not known is refused", () => {
    const wrongSide = { name: "TypeError", message: /side must be one of input, payload/ };
    assert.throws(() => jsonSchema("draft-07", "output"), wrongSide);
    for (const target of ["draft-04", "", "toString", null]) {
      assert.throws(() => jsonSchema(target), { name: "TypeError", message: /target must be one of draft-2020-12/ });
      assert.throws(() => createCaseSchema()["~standard"].jsonSchema.input({ target }), TypeError);
      assert.throws(() => createCaseSchema()["~standard"].jsonSchema.output({ target }), TypeError);
    }
  });

  test("Standard JSON Schema: the input is the schema, the output has every default", () => {
    const { jsonSchema: converter } = createCaseSchema()["~standard"];
    for (const target of TARGETS) {
      assert.deepEqual(converter.input({ target }), jsonSchema(target));
      const { required, ...output } = converter.output({ target });
      const { required: optional = [], ...input } = jsonSchema(target);
      assert.deepEqual(output, input);
      assert.deepEqual(jsonSchema(target, "payload"), { ...output, required });
      assert.deepEqual(required, [...optional, "delete_after", "auto_start"]);
    }
  });
});
