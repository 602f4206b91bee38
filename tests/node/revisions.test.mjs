/** The option `revision`: which fields the functions, the schema and forms have. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { require, sphinx } from "./package.mjs";

const {
  buildPayload,
  checkField,
  createCaseForm,
  createCaseSchema,
  fields,
  jsonSchema,
  parseFormData,
  REVISIONS,
  validate,
} = sphinx;

const NEWEST = { revision: "newest" };
const request = {
  customer_id: 1,
  case_config: "kyb",
  external_id: "order-7",
  assignee: "jane@example.com",
  metadata: { b: 1, a: null },
  sync_platforms: [{ domain: "tickets.example.com", id: "T-1" }],
};
const BODY =
  '{"customer_id":1,"delete_after":-1,"assignee":"jane@example.com","metadata":{"b":1,"a":null},"sync_platforms":[{"domain":"tickets.example.com","id":"T-1"}],"case_config":"kyb","auto_start":true,"external_id":"order-7"}';

const newer = fields.filter(({ revision }) => revision !== REVISIONS[0]).map(({ path }) => path);

describe("a request", () => {
  test("has the fields of its revision", () => {
    assert.deepEqual(REVISIONS, ["reference", "newest"]);
    assert.deepEqual(newer.toSorted(), [
      "assignee",
      "external_id",
      "metadata",
      "sync_platforms",
      "sync_platforms[]",
      "sync_platforms[].domain",
      "sync_platforms[].id",
    ]);
    assert.equal(buildPayload(request, NEWEST).body, BODY);
    const issues = validate(request).errors;
    assert.deepEqual(
      issues.map(({ code, params }) => [code, params.revision]),
      Array(4).fill(["unknown_field", "newest"]),
    );
    assert.match(issues[0].message, /option revision to newest/);
    assert.deepEqual(validate(request, { revision: "reference" }).errors, issues);
    assert.throws(() => validate({}, { revision: "latest" }), /revision must be "reference" or "newest", not "latest"/);
  });

  test("is accepted without the core only in the reference revision, with the same result", () => {
    const { external_id, assignee, metadata, sync_platforms, ...old } = request;
    const bodies = [undefined, { revision: "reference" }, NEWEST].map((options) => buildPayload(old, options).body);
    assert.equal(new Set(bodies).size, 1);
  });

  test("has a place only where its revision documents it", () => {
    for (const path of newer) {
      assert.throws(() => checkField({}, path), TypeError, path);
      assert.doesNotThrow(() => checkField({}, path, NEWEST), path);
    }
    const [issue] = checkField({ ...request, assignee: "jane" }, "assignee", NEWEST);
    assert.deepEqual([issue.code, issue.params], ["invalid_type", { expected: "email", received: "string" }]);
  });
});

describe("the schema", () => {
  test("of JSON has the fields of the revision", () => {
    const newestOnly = (schema) => Object.keys(schema.properties).filter((name) => newer.includes(name));
    assert.deepEqual(newestOnly(jsonSchema()), []);
    assert.deepEqual(newestOnly(jsonSchema("draft-07", "input", "newest")), [
      "assignee",
      "metadata",
      "sync_platforms",
      "external_id",
    ]);
    const schema = createCaseSchema(NEWEST)["~standard"];
    assert.equal(newestOnly(schema.jsonSchema.output({ target: "draft-2020-12" })).length, 4);
    assert.throws(() => jsonSchema("draft-07", "input", "latest"), /revision must be one of reference, newest/);
    assert.equal(schema.validate(request).value.external_id, "order-7");
    assert.equal(createCaseSchema()["~standard"].validate(request).issues.length, 4);
  });

  test("agrees with the core", () => {
    const Ajv = require("ajv/dist/2020.js");
    const check = new Ajv({ strict: false }).compile(jsonSchema("draft-2020-12", "input", "newest"));
    for (const change of [
      {},
      { assignee: "jane@example" },
      { assignee: "a b@c.d" },
      { assignee: "jürgen@bücher.example" },
      { external_id: "x".repeat(513) },
      { external_id: " " },
      { metadata: [] },
      { sync_platforms: [{ id: "1" }] },
      { sync_platforms: [{ id: "1", domain: "a", url: "x" }] },
    ]) {
      const changed = { ...request, ...change };
      assert.equal(check(changed), validate(changed, NEWEST).valid, JSON.stringify(change));
    }
  });
});

describe("a form", () => {
  test("has the fields of its revision, and rows", () => {
    assert.throws(() => createCaseForm().set("external_id", "x"), /no field or row "external_id"/);
    const form = createCaseForm({ ...NEWEST, initial: request });
    assert.equal(form.build().body, BODY);
    form.append("sync_platforms");
    form.set("sync_platforms[1].id", "T-2");
    assert.deepEqual(
      form.build().errors.map(({ name, code }) => [name, code]),
      [["sync_platforms[1].domain", "required"]],
    );
    assert.equal(form.text("row_sync_platforms", { number: 2 }), "Sync platform 2");
  });

  test("can change its revision, and keeps all texts", () => {
    const form = createCaseForm({ initial: { customer_id: 1, case_config: "kyb", external_id: "order-7" } });
    const [issue] = form.build().errors;
    assert.deepEqual([issue.name, issue.params.revision], ["external_id", "newest"]);
    form.configure(NEWEST);
    assert.equal(form.field("external_id").state.value, "order-7");
    form.set("assignee", "jane");
    form.configure({ revision: "reference" });
    assert.equal(form.json(), '{"customer_id":1,"case_config":"kyb","assignee":"jane","external_id":"order-7"}');
    assert.deepEqual(new Set(form.build().errors.map(({ code }) => code)), new Set(["unknown_field"]));
  });

  test("that was posted is read in a revision", () => {
    const entries = [
      ["customer_id", "1"],
      ["case_config", "kyb"],
      ["external_id", "order-7"],
      ["sync_platforms[0].domain", "a.example"],
      ["sync_platforms[0].id", "1"],
    ];
    assert.match(parseFormData(entries, NEWEST).body, /"sync_platforms":\[\{"domain":"a.example","id":"1"\}\]/);
    const codes = parseFormData(entries).errors.map(({ code }) => code);
    assert.deepEqual(new Set(codes), new Set(["unknown_field"]));
    assert.equal(parseFormData([...entries.slice(0, 2), ["external_id", ""]]).ok, true);
  });
});
