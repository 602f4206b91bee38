/** The functions of `sphinx-case`: what they answer, and what they refuse. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { entry, GOOD_BODY, goodRequest, require, sphinx } from "./package.mjs";

const { applyDefaults, buildPayload, checkField, fields, renderMessage, validate } = sphinx;

describe("validate", () => {
  test("a request without issues", () => {
    assert.deepEqual(validate(goodRequest()), { valid: true, issues: [], errors: [], warnings: [], omitted: 0 });
  });

  test("every issue at once, whole, in order, with a message", () => {
    const { valid, issues, omitted } = validate({
      customer_id: 0,
      chekcs: [],
      delete_after: "soon",
      case_config: "kyb",
    });
    assert.equal(valid, false);
    assert.equal(omitted, 0);
    assert.deepEqual(
      issues.map(({ code, pointer, name }) => [code, pointer, name]),
      [
        ["out_of_range", "/customer_id", "customer_id"],
        ["invalid_type", "/delete_after", "delete_after"],
        ["unknown_field", "/chekcs", "chekcs"],
      ],
    );
    for (const issue of issues) {
      assert.equal(typeof issue.message, "string");
      assert.notEqual(issue.message, "");
      assert.equal(issue.source, "core");
      assert.equal(issue.severity, "error");
      assert.equal("span" in issue, false, "a value has no line and column");
    }
    assert.deepEqual(issues[0].params, { min: 1, max: "9223372036854775807", actual: 0 });
  });

  test("issues name the place three ways", () => {
    const { issues } = validate(
      goodRequest({ case_config: undefined, checks: [{ check_type: "PEP", delete_after: -7 }] }),
    );
    assert.deepEqual(issues[0].path, ["checks", 0, "delete_after"]);
    assert.equal(issues[0].pointer, "/checks/0/delete_after");
    assert.equal(issues[0].name, "checks[0].delete_after");
  });

  test("warnings do not make a request invalid", () => {
    const { valid, issues } = validate({ customer_id: 1 });
    assert.equal(valid, true);
    assert.deepEqual(
      issues.map(({ code, severity }) => [code, severity]),
      [["nothing_to_start", "warning"]],
    );
  });

  test("text, bytes and a value agree, and text has spans", () => {
    const request = { customer_id: 1.5, case_config: "é 😀" };
    const text = JSON.stringify(request);
    const ofValue = validate(request);
    const ofText = validate(text);
    assert.deepEqual(validate(new TextEncoder().encode(text)), ofText);
    const withoutSpans = (issues) => issues.map(({ span, ...issue }) => issue);
    assert.deepEqual(withoutSpans(ofText.issues), ofValue.issues);
    assert.deepEqual(withoutSpans(ofText.errors), ofValue.errors);
    assert.deepEqual(ofText.issues[0].span, { line: 1, column: 16, start: 15, end: 18 });
  });

  test("a Buffer with an offset is read as the bytes it shows", () => {
    const whole = Buffer.from(`xx${GOOD_BODY}yy`);
    assert.equal(validate(whole.subarray(2, -2)).valid, true);
  });

  test("anything at all is an issue, never an exception", () => {
    for (const input of [
      undefined,
      null,
      1,
      true,
      Symbol("x"),
      () => {},
      [],
      1n,
      Number.NaN,
      new Map(),
      new Date(),
      "",
      "{",
      " ",
    ]) {
      const { valid, issues } = validate(input);
      assert.equal(valid, false);
      assert.deepEqual(
        issues.map(({ path }) => path),
        [[]],
        `${String(input)}: one issue at the root`,
      );
    }
  });

  test("results are plain data", () => {
    const result = validate({});
    assert.deepEqual(structuredClone(result), result);
    assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
    result.issues.push("a result is the caller's own");
    assert.equal(validate({}).issues.includes("a result is the caller's own"), false);
  });
});

describe("buildPayload", () => {
  test("the body, what was filled in, and the payload as data", () => {
    const built = buildPayload(goodRequest());
    assert.equal(built.ok, true);
    assert.equal(built.body, GOOD_BODY);
    assert.deepEqual(built.defaulted, ["delete_after", "auto_start"]);
    assert.deepEqual(built.warnings, []);
    assert.deepEqual(built.payload, JSON.parse(GOOD_BODY));
    assert.equal(built.payload, built.payload, "read once");
    assert.deepEqual(Object.keys(built).sort(), ["body", "defaulted", "errors", "ok", "payload", "warnings"]);
    assert.deepEqual(structuredClone(built), { ...built });
  });

  test("warnings go with it", () => {
    const built = buildPayload({ customer_id: 1, auto_start: true });
    assert.deepEqual(
      built.warnings.map(({ code }) => code),
      ["nothing_to_start"],
    );
    assert.deepEqual(built.defaulted, ["delete_after"]);
  });

  test("no body where there is an error, but every issue", () => {
    const built = buildPayload({ customer_id: "1" });
    assert.deepEqual(Object.keys(built).sort(), ["errors", "issues", "ok", "omitted", "warnings"]);
    assert.equal(built.ok, false);
    assert.equal(built.omitted, 0);
    assert.deepEqual(built.issues, validate({ customer_id: "1" }).issues);
  });

  test("errors and warnings are also separate lists of the same issues", () => {
    for (const read of [validate, buildPayload]) {
      const { issues, errors, warnings } = read({ customer_id: 1, auto_start: true, delete_after: -7 });
      assert.deepEqual(
        [errors.map(({ code }) => code), warnings.map(({ code }) => code)],
        [["out_of_range"], ["nothing_to_start"]],
      );
      assert.deepEqual(new Set(issues), new Set([...errors, ...warnings]));
    }
    const built = buildPayload({ customer_id: 1 });
    assert.deepEqual([built.ok, built.errors.length, built.warnings.length], [true, 0, 1]);
  });

  test("how many issues are left out is said", () => {
    const built = buildPayload({ customer_id: 1, document_ids: new Array(12_345).fill(0) });
    assert.equal(built.ok, false);
    assert.equal(built.issues.length + built.omitted >= 12_345, true);
    assert.equal(built.omitted > 0, true);
    assert.equal(built.issues.filter(({ code }) => code === "out_of_range").length, 10_000);
  });

  test("building is idempotent", () => {
    const first = buildPayload(goodRequest({ webhook_url: "https://example.com/ä" }));
    const second = buildPayload(first.body);
    assert.equal(second.body, first.body);
    assert.deepEqual(second.defaulted, []);
  });

  test("large integers of the API stay exact in the payload too", () => {
    const text = `{"customer_id":9223372036854775807,"checks":[{"check_type":"PEP","document_ids":[1,9007199254740993]}],"document_ids":[9007199254740995,2]}`;
    const { ok, payload, body } = buildPayload(text);
    assert.equal(ok, true);
    assert.match(body, /"customer_id":9223372036854775807/);
    assert.equal(payload.customer_id, 9223372036854775807n);
    assert.deepEqual(payload.checks[0].document_ids, [1, 9007199254740993n]);
    assert.deepEqual(payload.document_ids, [9007199254740995n, 2]);
    assert.equal(payload.delete_after, -1);
  });

  test("digits in strings and in free JSON are not taken for integers of the API", () => {
    const details = `{"customer_id":9007199254740993,"a\\":[{":"9007199254740993","list":[9007199254740993,{"document_ids":[9007199254740993]}]}`;
    const text = `{"customer":{"full_name":"9007199254740993 \\"customer_id\\":9007199254740993","input_details":${details}},"case_config":"kyb","document_ids":[9007199254740993]}`;
    const { payload, body } = buildPayload(text);
    const { document_ids, ...rest } = payload;
    const { document_ids: rounded, ...expected } = JSON.parse(body);
    assert.deepEqual(document_ids, [9007199254740993n]);
    assert.deepEqual(rest, expected);
    assert.equal(body.includes(details), true);
  });

  test("free JSON is sent as it was given", () => {
    const details = '{"z":1.0,"a":1e400,"n":12345678901234567890,"e":"\\u00e9","__proto__":{"x":[ ]}}';
    const built = buildPayload(`{"customer":{"full_name":"A","input_details":${details}},"case_config":"kyb"}`);
    assert.equal(built.body.includes(details.replace("[ ]", "[]")), true, built.body);
  });
});

describe("applyDefaults", () => {
  test("fills in what is absent, in a new object", () => {
    const customer = { full_name: "Ada" };
    const input = Object.freeze({ customer, extra: 1 });
    const output = applyDefaults(input);
    assert.deepEqual(output, { customer, extra: 1, delete_after: -1, auto_start: true });
    assert.equal(output.customer, customer);
    assert.deepEqual(input, { customer, extra: 1 });
  });

  test("undefined is absent; anything else is kept, however wrong", () => {
    assert.deepEqual(applyDefaults({ delete_after: undefined, auto_start: null }), {
      delete_after: -1,
      auto_start: null,
    });
    assert.deepEqual(applyDefaults({ delete_after: 0, auto_start: false }), { delete_after: 0, auto_start: false });
    assert.deepEqual(applyDefaults({ delete_after: () => {}, auto_start: new Map() }).auto_start, new Map());
  });

  test("a value too deep or too large for a request is no obstacle", () => {
    const self = { customer_id: 1 };
    self.customer = self;
    assert.equal(applyDefaults(self).delete_after, -1);
    assert.equal(applyDefaults({ note: "x".repeat(11 * 2 ** 20) }).auto_start, true);
  });

  test("own keys with the names of prototype members are copied", () => {
    const output = applyDefaults(JSON.parse('{"__proto__":{"delete_after":5}}'));
    assert.deepEqual(Object.keys(output), ["__proto__", "delete_after", "auto_start"]);
    assert.equal(output.delete_after, -1);
  });

  test("toJSON is honoured", () => {
    assert.deepEqual(applyDefaults({ toJSON: () => ({ auto_start: false }) }), { auto_start: false, delete_after: -1 });
  });

  test("what is no object is refused", () => {
    for (const input of [undefined, null, 1, "{}", [], new FormData(), new Date()]) {
      assert.throws(() => applyDefaults(input), { name: "TypeError", message: /applyDefaults takes an object/ });
    }
  });
});

describe("checkField", () => {
  const request = {
    customer_id: 1,
    customer: { full_name: "" },
    checks: [{ check_type: "PEP", document_ids: [0] }],
    auto_start: 1,
  };

  test("only what concerns the field, whichever way it is named", () => {
    for (const path of [["checks", 0, "document_ids", 0], "/checks/0/document_ids/0", "checks[0].document_ids[0]"]) {
      assert.deepEqual(
        checkField(request, path).map(({ code, name }) => [code, name]),
        [["out_of_range", "checks[0].document_ids[0]"]],
      );
    }
  });

  test("rules between fields are included, at either of them", () => {
    assert.equal(
      checkField(request, "customer_id").some(({ code }) => code === "exclusive"),
      true,
    );
    assert.equal(
      checkField(request, ["customer"]).some(({ code }) => code === "exclusive"),
      true,
    );
    assert.deepEqual(
      checkField(request, "auto_start").map(({ code }) => code),
      ["invalid_type"],
    );
  });

  test("a path that makes no sense is refused", () => {
    for (const path of [undefined, null, 1, {}, [1.5], [null], [["checks"]]]) {
      assert.throws(() => checkField(request, path), { name: "TypeError", message: /path/ });
    }
    assert.throws(() => checkField(request, "checks[x"), TypeError);
  });
});

describe("renderMessage", () => {
  test("says again what the issue says", () => {
    const { issues } = validate({
      customer_id: "1",
      webhook_url: `https://example.com/${"x".repeat(600)}`,
      case_config: "a b",
      zzz: 1,
    });
    assert.equal(issues.length, 4);
    for (const issue of issues) assert.equal(renderMessage(issue), issue.message);
    for (const issue of issues) assert.equal(renderMessage(issue, "en"), issue.message);
  });

  test("an unknown language falls back to English", () => {
    const [issue] = validate({}).issues;
    assert.equal(renderMessage(issue, "tlh"), issue.message);
  });

  test("a message of the API or of your own check stays as it is", () => {
    const [issue] = sphinx.mapServerErrors(400, { customer: { full_name: ["Bitte einen Namen eingeben."] } });
    assert.equal(renderMessage(issue), "Bitte einen Namen eingeben.");
    assert.equal(renderMessage({ ...issue, source: "core", code: "required", params: {} }), "This field is required");
  });
});

describe("the entries", () => {
  test("ESM and CommonJS offer the same, and answer the same", () => {
    const common = require("sphinx-case");
    assert.deepEqual(Object.keys(common).sort(), Object.keys(sphinx).sort());
    assert.deepEqual(common.validate({ customer_id: 0 }), validate({ customer_id: 0 }));
    assert.equal(common.buildPayload(goodRequest()).body, GOOD_BODY);
  });

  test("slim offers what the main entry does, and what starts it at once", async () => {
    const slim = await entry("slim");
    const starts = ["initFormsSync", "initSync", "initTables", "initTablesSync"];
    assert.deepEqual(Object.keys(slim).sort(), [...Object.keys(sphinx), ...starts].sort());
  });

  test("init() can be awaited at any time", async () => {
    assert.equal(await sphinx.init(), undefined);
    await Promise.all([sphinx.init(), sphinx.init()]);
    assert.equal(validate(goodRequest()).valid, true);
  });

  test("schema.json and core.wasm are there", () => {
    const schema = require("sphinx-case/schema.json");
    assert.deepEqual(schema, sphinx.jsonSchema());
    assert.match(require.resolve("sphinx-case/core.wasm"), /core\.wasm$/);
    assert.equal(require("sphinx-case/package.json").name, "sphinx-case");
  });

  test("fields is a table", () => {
    const paths = fields.map(({ path }) => path);
    assert.equal(new Set(paths).size, paths.length);
    for (const path of ["customer_id", "customer.full_name", "webhook_url", "checks[].check_type", "auto_start"]) {
      assert.equal(paths.includes(path), true, path);
    }
  });
});
