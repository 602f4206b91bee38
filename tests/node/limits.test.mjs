/** What the functions of `sphinx-case` make of options, of size, and of text that UTF-8 cannot carry. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { GOOD_BODY, goodRequest, require, sphinx } from "./package.mjs";

const { applyDefaults, buildPayload, checkField, renderMessage, validate } = sphinx;

/** The error that a function throws. */
function thrown(run) {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

describe("options", () => {
  test("what makes no sense is a TypeError that names the option", () => {
    const wrong = [
      [{ unknownFields: "drop" }, /unknownFields/],
      [{ defaults: 1 }, /defaults/],
      [{ maxBytes: 0 }, /maxBytes/],
      [{ maxBytes: Number.POSITIVE_INFINITY }, /maxBytes/],
      [{ maxBytes: 10n }, /maxBytes/],
      [{ maxBytes: "10" }, /maxBytes/],
      [{ rules: { required: "off" } }, /required/],
      [{ rules: { unknown_option: "quiet" } }, /rules\.unknown_option/],
      [{ rules: { unknown_option: () => "off" } }, /rules\.unknown_option/],
      [{ rules: new Map([["unknown_option", "off"]]) }, /rules/],
      [{ rules: ["unknown_option"] }, /rules/],
      [{ language: { languages: "tlh" } }, /language/],
      [{ unknownfields: "keep" }, /unknownfields/],
      [{ unknownFields: Symbol("keep") }, /unknownFields/],
      [null, /options/],
      ["strict", /options/],
      [[], /options/],
      [new Map(), /options/],
    ];
    for (const [options, message] of wrong) {
      for (const call of [validate, buildPayload, applyDefaults, (input, given) => checkField(input, "", given)]) {
        assert.throws(() => call({}, options), { name: "TypeError", message });
      }
      assert.equal(thrown(() => applyDefaults({}, options)).message, thrown(() => validate({}, options)).message);
    }
  });

  test("an option that is undefined is not set", () => {
    assert.equal(validate(goodRequest(), { maxBytes: undefined, rules: { unknown_option: undefined } }).valid, true);
  });

  test("unknownFields, rules and defaults do what they say", () => {
    const request = goodRequest({ zzz: 1, delete_after: -1 });
    assert.equal(validate(request).valid, false);
    assert.equal(buildPayload(request, { unknownFields: "strip" }).body, GOOD_BODY);
    assert.match(buildPayload(request, { unknownFields: "keep" }).body, /,"zzz":1\}$/);
    assert.deepEqual(
      validate(request, { rules: { unknown_field: "warning" } }).issues.map(({ severity }) => severity),
      ["warning"],
    );
    assert.equal(
      buildPayload(request, { unknownFields: "strip", defaults: "omit" }).body,
      '{"customer_id":1,"case_config":"kyb"}',
    );
  });

  test("a frozen result of one call is not shared with another", () => {
    const options = { rules: { nothing_to_start: "off" } };
    assert.deepEqual(validate({ customer_id: 1 }, options).issues, []);
    options.rules.nothing_to_start = "error";
    assert.deepEqual(
      validate({ customer_id: 1 }, options).issues.map(({ severity }) => severity),
      ["error"],
    );
  });
});

describe("size", () => {
  test("the limit is 10 MiB, as the core has it", () => {
    const [issue] = validate(" ".repeat(10 * 2 ** 20 + 1)).issues;
    assert.equal(issue.code, "too_large");
    assert.deepEqual(issue.params, { max: 10 * 2 ** 20, actual: 10 * 2 ** 20 + 1 });
  });

  test("bytes are counted, in text, bytes and values alike", () => {
    const request = goodRequest({ case_config: "ä".repeat(10) });
    const text = JSON.stringify(request);
    const bytes = new TextEncoder().encode(text);
    for (const input of [request, text, bytes]) {
      assert.notEqual(validate(input, { maxBytes: bytes.length }).issues[0].code, "too_large");
      const { issues } = validate(input, { maxBytes: bytes.length - 1 });
      assert.deepEqual(
        issues.map(({ code, params }) => [code, params]),
        [["too_large", { max: bytes.length - 1, actual: bytes.length }]],
      );
    }
  });

  test("the true length of a text far over the limit is said, in bytes", () => {
    for (const [text, actual] of [
      ["x".repeat(5000), 5000],
      ["ä".repeat(5000), 10_000],
      ["😀".repeat(500), 2000],
      ["\ud800".repeat(500), 1500],
    ]) {
      assert.deepEqual(validate(text, { maxBytes: 100 }).issues[0].params, { max: 100, actual });
    }
  });

  test("the true size of a value far over the limit is reported, in bytes of its JSON", () => {
    const rows = Array.from({ length: 3000 }, (_, index) => ({ index, note: 'ä"\\\n\u0001😀\ud800', none: undefined }));
    const twice = [rows, rows];
    for (const value of [
      { customer: { full_name: "x".repeat(5000) } },
      { customer: { full_name: 'ä"\\\n\u0001😀\ud800'.repeat(500) } },
      { customer: { input_details: { rows } } },
      { customer: { input_details: { rows: [twice, twice, { toJSON: () => rows }] }, full_name: "last" } },
      rows,
      { checks: rows, at: new Date(0) },
    ]) {
      const actual = Buffer.byteLength(JSON.stringify(value));
      for (const call of [validate, buildPayload])
        assert.deepEqual(call(value, { maxBytes: 100 }).issues[0].params, { max: 100, actual });
    }
  });

  test("a value that is exponentially longer as text is measured at once", () => {
    let shared = ["x"];
    for (let depth = 0; depth < 40; depth++) shared = [shared, shared];
    const { issues } = validate({ customer: { input_details: { shared } } });
    assert.equal(issues[0].code, "too_large");
    assert.ok(issues[0].params.actual > 2 ** 40);
    const endless = {
      get next() {
        return [endless, { ...endless }];
      },
    };
    assert.equal(validate({ endless }, { maxBytes: 10_000 }).valid, false);
  });

  test("nothing can be given that the core's memory cannot hold, and what follows works", () => {
    const { issues } = validate(new Uint8Array(2 ** 31), { maxBytes: 2 ** 40 });
    assert.deepEqual(
      issues.map(({ params }) => params),
      [{ max: 2 ** 31 - 1, actual: 2 ** 31 }],
    );
    assert.equal(buildPayload(goodRequest()).body, GOOD_BODY);
  });

  test("what is too large is too large for every function, and says so in the same words", () => {
    const text = GOOD_BODY.padEnd(10 * 2 ** 20 + 1);
    const [issue] = validate(text).issues;
    assert.equal(issue.message, renderMessage(issue));
    const shorter = validate(GOOD_BODY, { maxBytes: GOOD_BODY.length - 1 }).issues[0];
    assert.deepEqual({ ...shorter, params: issue.params, message: issue.message }, issue);
    assert.equal(shorter.message, renderMessage(shorter));
    assert.deepEqual(buildPayload(text), { ok: false, issues: [issue], errors: [issue], warnings: [], omitted: 0 });
    assert.deepEqual(checkField(text, ""), [issue]);
    assert.throws(() => validate(text, { defaults: "some" }), { name: "TypeError", message: /defaults/ });
    assert.throws(() => validate(text, { maxBytes: 0.5 }), { name: "TypeError", message: /maxBytes/ });
  });

  test("an enormous text is refused without being copied, and what follows works", () => {
    const { issues } = validate("x".repeat(400 * 2 ** 20));
    assert.deepEqual(
      issues.map(({ code }) => code),
      ["too_large"],
    );
    assert.equal(buildPayload(goodRequest()).body, GOOD_BODY);
  });

  test("a large text within the limit is read, ASCII or not", () => {
    for (const filling of ["x", "ä", "😀", "x\u20ac"]) {
      const text = JSON.stringify({
        customer: { full_name: "A", input_details: { a: filling.repeat(600_000) } },
        case_config: "kyb",
      });
      const built = buildPayload(text);
      assert.equal(built.ok, true);
      assert.equal(
        built.body,
        text.replace(',"case_config"', ',"delete_after":-1,"case_config"').replace(/\}$/, ',"auto_start":true}'),
      );
    }
  });
});

describe("unicode", () => {
  test("lone surrogates are found in a text, raw or escaped, and in a value", () => {
    const details = (text) => `{"customer":{"full_name":"A","input_details":{"a":"x${text}"}},"case_config":"kyb"}`;
    for (const input of [details("\ud800"), details("\\udc00"), JSON.parse(details("\\ud800"))]) {
      assert.deepEqual(
        validate(input).issues.map(({ code, name }) => [code, name]),
        [["invalid_unicode", "customer.input_details.a"]],
      );
    }
    assert.equal(validate(details("😀")).valid, true);
  });
});

describe("misuse is named", () => {
  test("unknown options of forms, with all that there are", () => {
    for (const call of [
      () => sphinx.createCaseForm({ shown: "left" }),
      () => sphinx.createCaseForm().configure({ shown: "left" }),
    ])
      assert.throws(call, {
        name: "TypeError",
        message: /unknown option "shown".*initial, restore, show.*unknownFields/,
      });
    assert.throws(() => sphinx.parseFormData([], { ignored: 1 }), {
      message: /unknown option "ignored".*ignore, revision, unknownFields/,
    });
    for (const call of [
      () => sphinx.createCaseForm(null),
      () => sphinx.parseFormData([], null),
      () => sphinx.createCaseSchema(null),
    ])
      assert.throws(call, { name: "TypeError", message: "options must be an object (received: null)" });
  });

  test("a promise, and bytes that were transferred", () => {
    assert.match(validate(Promise.resolve({})).issues[0].message, /Promise; await it first/);
    assert.throws(() => applyDefaults(Promise.resolve({})), { name: "TypeError", message: /Promise; await it first/ });
    const bytes = new Uint8Array(8);
    structuredClone(bytes, { transfer: [bytes.buffer] });
    for (const call of [validate, buildPayload])
      assert.throws(() => call(bytes), { name: "TypeError", message: /detached/ });
    assert.equal(validate(goodRequest()).valid, true);
  });

  test("applyDefaults refuses what would lose its contents, and names a toJSON that throws", () => {
    for (const input of [
      new Map([["customer_id", 1]]),
      new Uint8Array(1),
      new Blob([]),
      new Response("{}"),
      new Set([1]),
    ])
      assert.throws(() => applyDefaults(input), { name: "TypeError", message: /takes an object \(received: \w+\)/ });
    const cause = new Error("mine");
    const toJSON = () => {
      throw cause;
    };
    assert.throws(() => applyDefaults({ toJSON }), { name: "TypeError", message: /toJSON that throws/, cause });
  });

  test("unknown options of bindCaseForm, before the page is touched", () => {
    const { bindCaseForm } = require("sphinx-case/dom");
    const names = /"submits".*form, submit, summary, ignore, validity, initial, .*idPrefix, revision, unknownFields/;
    assert.throws(() => bindCaseForm({}, { submits: 1 }), { name: "TypeError", message: names });
    assert.throws(() => bindCaseForm({}, null), { name: "TypeError", message: /options must be an object/ });
  });

  test("bytes in shared memory are read", () => {
    const shared = new Uint8Array(new SharedArrayBuffer(GOOD_BODY.length));
    shared.set(new TextEncoder().encode(GOOD_BODY));
    assert.equal(buildPayload(shared).body, GOOD_BODY);
  });
});
