/** Issues in other shapes, `parse`, and the tables for your own form. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { entry, goodRequest, require, sphinx } from "./package.mjs";

const { addLanguage, buildPayload, fieldLabel, flattenIssues, formatIssues, parse, toProblemDetails, validate } =
  sphinx;

const BAD = { customer_id: 1, customer: { full_name: "" }, checks: [{ check_type: "PEPP", delete_after: -7 }] };

describe("parse", () => {
  test("returns the payload with default values", () => {
    assert.deepEqual(parse(goodRequest()), buildPayload(goodRequest()).payload);
    assert.deepEqual(parse(JSON.stringify(goodRequest()), { defaults: "omit" }), goodRequest());
  });

  test("throws all issues", () => {
    assert.throws(
      () => parse(BAD),
      (error) => {
        const { issues, errors, warnings, omitted } = buildPayload(BAD);
        assert.equal(error.name, "CaseValidationError");
        assert.deepEqual({ ...error, name: undefined }, { name: undefined, issues, errors, warnings, omitted });
        for (const { name, message } of issues) assert.ok(error.message.includes(`${name}: ${message}`), error.message);
        return true;
      },
    );
  });

  test("its error, and that of the WebAssembly, are recognized across entries", async () => {
    const common = require("sphinx-case");
    const slim = await entry("slim");
    const thrown = (act) => {
      try {
        act();
      } catch (error) {
        return error;
      }
    };
    const error = thrown(() => common.parse({}));
    const blocked = new common.SphinxCaseError("blocked", "x");
    for (const { CaseValidationError, SphinxCaseError } of [sphinx, common, slim]) {
      assert.equal(error instanceof CaseValidationError, true);
      assert.equal(error instanceof SphinxCaseError, false);
      assert.equal(blocked instanceof SphinxCaseError, true);
      for (const other of [new Error("x"), null, "x", {}]) assert.equal(other instanceof CaseValidationError, false);
    }
  });
});

test("flattenIssues groups messages by field", () => {
  const { request, fields } = flattenIssues(validate(BAD).issues);
  assert.deepEqual(Object.keys(fields).sort(), [
    "checks[0].check_type",
    "checks[0].delete_after",
    "customer",
    "customer.full_name",
  ]);
  assert.deepEqual(request, []);
  assert.deepEqual(flattenIssues(validate("[]").issues), {
    request: [validate("[]").issues[0].message],
    fields: Object.create(null),
  });
  const inherited = flattenIssues(validate(goodRequest({ ["__proto__"]: 1, constructor: 2 })).issues);
  assert.deepEqual(
    Object.keys(inherited.fields),
    ["__proto__", "constructor"].filter((key) => key in inherited.fields),
  );
});

test("formatIssues is one line per issue, with the position of text", () => {
  assert.equal(formatIssues([]), "");
  assert.equal(
    formatIssues(validate({ customer_id: 1 }).issues),
    `warning: ${validate({ customer_id: 1 }).issues[0].message}`,
  );
  const lines = formatIssues(validate('{"customer_id":1,\n "case_config":"a b"}').issues).split("\n");
  assert.equal(lines.length, 1);
  assert.match(lines[0], /^error: 2:16: case_config: Use only letters/);
  const [issue] = validate({ customer_id: 0, case_config: "a" }).issues;
  assert.equal(formatIssues([{ ...issue, message: "a\r\nb\u2028c" }]), "error: customer_id: a b c");
});

test("fieldLabel names a place in a language", () => {
  assert.equal(fieldLabel("checks[0].check_type"), "Check type");
  for (const place of [
    "checks[].check_type",
    "/checks/3/check_type",
    ["checks", 3, "check_type"],
    { path: ["checks", 3, "check_type"] },
  ])
    assert.equal(fieldLabel(place), "Check type", JSON.stringify(place));
  assert.equal(fieldLabel(["checks", 0]), fieldLabel("checks"));
  for (const { path, label } of sphinx.fields) assert.equal(fieldLabel(path), label);
  assert.equal(fieldLabel({ path: [] }), "");
  assert.equal(fieldLabel("customer.zip"), "zip");
  const german = require("sphinx-case/languages/de");
  addLanguage(german);
  for (const { path } of sphinx.fields) assert.equal(fieldLabel(path, "de-AT"), german.fields[path].label);
});

test("the lists of known values", () => {
  for (const [path, values] of [
    ["checks[].check_type", sphinx.CHECK_TYPES],
    ["customer.customer_type", sphinx.CUSTOMER_TYPES],
  ]) {
    const { options } = sphinx.fields.find((field) => field.path === path);
    assert.deepEqual(
      values,
      options.map(({ value }) => value),
    );
  }
});

test("problem details hold the issues as they are", () => {
  const { issues } = validate(BAD);
  const { issues: held, errors, ...rest } = toProblemDetails(issues);
  assert.deepEqual(
    errors.map(({ pointer }) => pointer),
    validate(BAD).errors.map(({ pointer }) => pointer),
  );
  assert.deepEqual(rest, {
    type: "urn:sphinx-case:problem:invalid-request",
    title: "The case request is invalid.",
    status: 422,
  });
  assert.deepEqual(held, issues);
  for (const body of [toProblemDetails(issues), JSON.stringify(toProblemDetails(issues))])
    assert.deepEqual(sphinx.mapServerErrors(422, body), issues);
  assert.deepEqual(sphinx.mapServerErrors(200, toProblemDetails(issues)), []);
  const broken = sphinx.mapServerErrors(422, { ...toProblemDetails(issues), issues: [{}] });
  assert.deepEqual(
    broken.map(({ name, message, source }) => [name, message, source]),
    validate(BAD).errors.map(({ name, message }) => [name, message, "server"]),
    "the errors are read as those of any problem details",
  );
});

describe("readCase", () => {
  const TEXT = `{ "id" : 9007199254740993,
    "customer": {"id":9007199254740995, "full_name": "a\\"id\\":9007199254740997"},
    "checks":[{"id":1},{"id": 9007199254740999 ,"input_details":{"id":9007199254740993}}], "risk_score": "12.50", "new": [1]}`;

  test("keeps ids exact, and everything that is not documented", () => {
    for (const body of [TEXT, new TextEncoder().encode(TEXT)]) {
      const read = sphinx.readCase(body);
      assert.equal(read.id, 9007199254740993n);
      assert.equal(read.customer.id, 9007199254740995n);
      assert.deepEqual(
        read.checks.map(({ id }) => id),
        [1, 9007199254740999n],
      );
      assert.deepEqual([read.risk_score, read.new], ["12.50", [1]]);
      assert.equal(typeof read.checks[1].input_details.id, "number", "as JSON.parse reads free JSON");
    }
    const value = { id: 7 };
    assert.equal(sphinx.readCase(value), value);
  });

  test("refuses what is not a case", () => {
    for (const body of ["{}", '{"id":"7"}', '{"id":null}', "[]", "7", "", "<html>", null, undefined, { id: 1.5 }])
      assert.throws(() => sphinx.readCase(body), { name: "TypeError", message: /not a case/ });
  });
});
