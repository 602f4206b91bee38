/** `mapServerErrors`: the same bodies, and the same issues, as in Rust (tests/server_errors.rs). */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { require, sphinx } from "./package.mjs";

const { mapServerErrors } = sphinx;
const { cases } = JSON.parse(readFileSync(new URL("../server-errors.json", import.meta.url), "utf8"));

/** An issue as the file has it; what all have in common is looked at here. */
function shown({ code, path, params, message, severity, source, ...others }, status) {
  assert.equal(severity, "error");
  assert.equal(source, "server");
  assert.equal("span" in others || "related" in others, false);
  const said = message === `The API returned HTTP status ${status} without an explanation` ? {} : { said: message };
  if (code !== "server") return { code, path, ...said, ...(Object.keys(params).length > 0 && { params }) };
  const { status: given, ...server_code } = params;
  assert.equal(given, status);
  return { code, path, ...said, ...server_code };
}

describe("the bodies of tests/server-errors.json", () => {
  for (const { name, status, body, issues } of cases) {
    const hows = { text: body, bytes: new TextEncoder().encode(body) };
    try {
      const value = JSON.parse(body);
      // A JavaScript object cannot hold a key twice, and neither null nor a text is told from a body that is none or no JSON.
      if (typeof value === "object" && value !== null && name !== "a key twice") hows.value = value;
    } catch {
      // No JSON, so there is no value.
    }
    for (const [how, given] of Object.entries(hows)) {
      test(`${name} (${how})`, () => {
        const answer = mapServerErrors(status, given).map((issue) => shown(issue, status));
        assert.deepEqual(answer, issues);
      });
    }
  }
});

describe("what is given", () => {
  test("no body", () => {
    for (const body of [undefined, null, "", new Uint8Array(), () => {}]) {
      const [issue, ...more] = mapServerErrors(502, body);
      assert.deepEqual(more, []);
      assert.deepEqual([issue.code, issue.path, issue.params], ["server", [], { status: 502 }]);
      assert.equal(issue.message, "The API returned HTTP status 502 without an explanation");
    }
  });

  test("bytes that are no UTF-8", () => {
    const [issue] = mapServerErrors(500, Uint8Array.of(0x3c, 0xe9, 0x3e));
    assert.equal(issue.message, "<\ufffd>");
  });

  test("a body over the limit is handed over in part", () => {
    const [issue] = mapServerErrors(400, `{"customer_id":["${"x".repeat(11 * 1024 * 1024)}"]}`);
    assert.equal(issue.message.length, 2001);
    assert.deepEqual(issue.path, []);
  });

  test("a status that is none", () => {
    for (const status of [undefined, null, "400", 0, 99, 600, 400.5, Number.NaN, 65936, {}]) {
      assert.throws(() => mapServerErrors(status, "{}"), {
        name: "TypeError",
        message: /^status must be an HTTP status/,
      });
    }
  });

  const REQUIRED = '{"customer_id":["This field is required."]}';
  const bytes = new TextEncoder().encode(REQUIRED);
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  const around = Uint8Array.of(1, 2, ...bytes, 3);
  const realm = createContext({});
  const bodies = {
    "an ArrayBuffer": bytes.buffer.slice(0, bytes.length),
    "a SharedArrayBuffer": shared,
    "shared bytes": new Uint8Array(shared),
    "a Buffer": Buffer.from(bytes),
    "a part of a buffer": around.subarray(2, -1),
    "a DataView": new DataView(around.buffer, 2, bytes.length),
    "bytes of another realm": runInContext("(list) => Uint8Array.from(list)", realm)([...bytes]),
    "an ArrayBuffer of another realm": runInContext("(list) => Uint8Array.from(list).buffer", realm)([...bytes]),
    "an object of another realm": runInContext(`(${REQUIRED})`, realm),
    "bytes with a byte order mark": Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes),
  };
  for (const [what, body] of Object.entries(bodies)) {
    test(`${what}, also for a form`, () => {
      assert.deepEqual(
        mapServerErrors(400, body).map(({ code, name }) => `${code} ${name}`),
        ["required customer_id"],
      );
      const form = sphinx.createCaseForm();
      form.serverErrors(400, body);
      assert.equal(form.getSnapshot().shown[0].name, "customer_id");
    });
  }

  for (const [what, body, reason] of [
    ["a promise", Promise.resolve("{}"), /promise: await it/],
    ["a Response", new Response("{}"), /Response.*await response\.text\(\)/],
    ["a Request", new Request("http://localhost/"), /await response\.text\(\)/],
    ["a Blob", new Blob(["{}"]), /await response\.text\(\)/],
    ["a stream", new Response("{}").body, /ReadableStream/],
    ["a Map", new Map([["customer_id", ["no"]]]), /Map/],
    ["a FormData", new FormData(), /FormData/],
    ["an object with a number that is none", { a: Number.NaN }, /"a" is not JSON: NaN/],
    ["an invalid date", { at: new Date(Number.NaN) }, /"at" is not JSON: Invalid Date/],
  ]) {
    test(`${what} is refused, also by a form`, () => {
      for (const map of [mapServerErrors, sphinx.createCaseForm().serverErrors])
        assert.throws(() => map(400, body), { name: "TypeError", message: reason });
    });
  }

  test("a value that JSON cannot carry", () => {
    const cycle = {};
    cycle.self = cycle;
    assert.throws(() => mapServerErrors(400, cycle), TypeError);
  });

  test("the value is not changed, and CommonJS has the function too", () => {
    const body = Object.freeze({ customer_id: Object.freeze(["No such customer."]) });
    const issues = require("sphinx-case").mapServerErrors(400, body);
    assert.deepEqual(
      issues.map(({ name, message }) => `${name}: ${message}`),
      ["customer_id: No such customer."],
    );
  });
});
