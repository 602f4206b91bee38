/** Paths: which exist, and that every spelling that a function returns is accepted by the others. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sphinx } from "./package.mjs";

const { checkField, createCaseForm, fieldLabel, fields, parseFormData, validate } = sphinx;

const places = (issues) => issues.map(({ code, pointer }) => `${code} ${pointer}`);

describe("a path that cannot exist", () => {
  for (const path of [
    "nope",
    "chekcs",
    "customer_id.x",
    "checks[0].x",
    "checks.check_type",
    "checks[x]",
    "customer[0]",
    "document_ids[0].x",
    "checks[-1]",
    "checks[01]",
    "/checks/01/check_type",
    "/checks/-",
    "checks[2147483647].check_type",
    "checks[4294967296].check_type",
    "/checks/4294967296/check_type",
    "checks[99999999999999999999]",
    "customer[]",
    ["checks", "x"],
    ["checks", 2 ** 32, "check_type"],
    ["customer", 0],
    [""],
  ]) {
    test(`${JSON.stringify(path)} is a TypeError of checkField as of form.set`, () => {
      assert.throws(() => checkField({ checks: [{ check_type: "PEP" }] }, path), TypeError);
      const form = createCaseForm({ initial: { checks: [{ check_type: "PEP" }] } });
      const before = form.json();
      assert.throws(() => form.set(path, "1"), TypeError);
      assert.equal(form.json(), before);
    });
  }

  test("the message names it", () => {
    assert.throws(() => checkField({}, "chekcs"), { name: "TypeError", message: /no field "chekcs"/ });
    for (const path of [null, undefined, 7, {}, [null]]) {
      const form = createCaseForm();
      for (const call of [() => checkField({}, path), () => form.set(path, ""), () => fieldLabel(path)])
        assert.throws(call, { name: "TypeError", message: /path must be a string/ });
    }
  });

  test("an unknown field exists where the input has it, whatever is done about it", () => {
    const input = { chekcs: [{ a: 1 }], customer: { full_name: "A", nick: { x: 1 } } };
    for (const unknownFields of ["reject", "keep", "strip"]) {
      for (const path of ["chekcs", "chekcs[0].a", "customer.nick", "customer.nick.x"]) {
        const found = checkField(input, path, { unknownFields });
        assert.equal(found.length, unknownFields === "reject" ? 1 : 0, `${path} ${unknownFields}`);
      }
      assert.throws(() => checkField(input, "customer.nock", { unknownFields }), TypeError);
    }
  });

  test("what is below free JSON, and what the request could have, exists", () => {
    for (const path of ["customer.input_details.a[3].b", "checks[9].input_details.x", "checks[3].document_ids[2]", ""])
      assert.doesNotThrow(() => checkField({}, path));
  });
});

describe("every spelling that is returned is accepted", () => {
  const input = {
    0: "unknown",
    "a/b~c": 1,
    customer: { full_name: "", input_details: { 0: { a: "\u0000" }, list: ["\u0000"] }, 7: 1 },
    checks: [{ check_type: "PEP", document_ids: [0], 'x"]y': 1 }, { check_type: "" }],
    document_ids: [0],
  };

  test("path, pointer and name of each issue", () => {
    const { issues } = validate(input);
    assert.ok(issues.length >= 10);
    for (const issue of issues) {
      for (const spelling of [issue.path, issue.pointer, issue.name]) {
        const found = places(checkField(input, spelling));
        assert.ok(found.includes(`${issue.code} ${issue.pointer}`), `${JSON.stringify(spelling)}: ${found}`);
      }
    }
  });

  test("the same in a form", () => {
    const { 0: zero, customer, checks, document_ids } = input;
    const form = createCaseForm({ initial: { 0: zero, "a/b~c": 1, customer, checks, document_ids }, draft: false });
    for (const { path, pointer, name } of form.getSnapshot().issues) {
      for (const spelling of [path, pointer, name]) {
        // An issue within free JSON belongs to a place that the form does not have.
        if (!name.includes("input_details")) assert.doesNotThrow(() => form.blur(spelling), JSON.stringify(spelling));
      }
    }
  });

  test("digits without brackets are an index in lists", () => {
    const form = createCaseForm({ initial: { checks: [{ document_ids: [1] }] } });
    for (const path of ["checks.0.document_ids.0", ["checks", "0", "document_ids", "0"], "/checks/0/document_ids/0"]) {
      form.set(path, "0");
      assert.equal(form.field(path).input.name, "checks[0].document_ids[0]");
      assert.deepEqual(places(checkField({ checks: [{ document_ids: [0] }] }, path)), [
        "out_of_range /checks/0/document_ids/0",
      ]);
      assert.equal(fieldLabel(path), "Documents");
    }
  });

  test("the paths of the field table", () => {
    for (const { path, label, revision } of fields) {
      assert.doesNotThrow(() => checkField({}, path, { revision }), path);
      assert.notEqual(fieldLabel(path), "", path);
      if (label !== undefined && !path.endsWith("[]")) assert.equal(fieldLabel(path), label);
    }
    const { checks } = input;
    assert.deepEqual(places(checkField({ customer_id: 1, checks }, "checks[].check_type")), [
      "blank /checks/1/check_type",
    ]);
    assert.deepEqual(places(checkField({ customer_id: 1, checks }, "checks[].document_ids[]")), [
      "out_of_range /checks/0/document_ids/0",
    ]);
    const form = createCaseForm();
    form.append("document_ids[]", 5);
    assert.equal(form.json(), '{"document_ids":[5]}');
    assert.throws(() => form.set("checks[].check_type", "PEP"), { message: /no field or row "checks\[\].check_type"/ });
  });
});

test("posted names with an index that no array has are unknown", () => {
  const post = (...names) =>
    parseFormData([["customer_id", "1"], ["case_config", "kyc"], ...names.map((name) => [name, "5"])]);
  for (const name of ["document_ids[4294967296]", "document_ids[2147483647]"]) {
    const built = post(name);
    assert.deepEqual([built.ok, built.issues?.map(({ code }) => code)], [false, ["unknown_field"]], name);
  }
  for (const name of ["document_ids[2147483646]", "document_ids.0", "document_ids[]", "document_ids"])
    assert.deepEqual(post(name).payload?.document_ids, [5], name);
  assert.equal(post("checks[].delete_after").ok, false);
});
