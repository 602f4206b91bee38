/** `mapServerErrors`: the same bodies, and the same issues, as in Rust (tests/server_errors.rs). */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
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
