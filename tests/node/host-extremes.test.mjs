/** JavaScript values that are deep, wide or endless: always an answer, and soon. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sphinx } from "./package.mjs";
import { sent } from "./sent.mjs";

describe("deep, wide and endless values", () => {
  const nested = (levels, leaf = 1) => {
    let value = leaf;
    for (let level = 0; level < levels; level++) value = level % 2 === 0 ? { a: value } : [value];
    return value;
  };

  test("128 levels are sent, 129 are too deep, and so are ten thousand", () => {
    // The root, the customer and input_details are three of them.
    assert.equal(sent(nested(125)), JSON.stringify({ value: nested(125) }));
    for (const levels of [126, 127, 128, 129, 200, 10_000]) {
      const [issue, ...more] = sent(nested(levels));
      assert.equal(issue[0], "too_deep", `${levels} levels`);
      assert.deepEqual(more, []);
    }
  });

  test("what is beside a value that is too deep is still looked at", () => {
    const issues = sent({ deep: nested(500), after: Number.NaN });
    assert.deepEqual(
      issues.map(([code]) => code),
      ["too_deep", "not_json"],
    );
  });

  test("a getter that has no end is too deep", () => {
    const endless = {
      get a() {
        return Object.create(null, Object.getOwnPropertyDescriptors(endless));
      },
    };
    assert.equal(sent(endless)[0][0], "too_deep");
  });

  test("shared references that would be 2^60 bytes are too large, at once", () => {
    let value = { leaf: "x" };
    for (let level = 0; level < 60; level++) value = { a: value, b: value };
    const start = performance.now();
    const { issues } = sphinx.validate({ customer: { full_name: "A", input_details: value } });
    assert.deepEqual(
      issues.map(({ code }) => code),
      ["too_large"],
    );
    assert.equal(issues[0].params.actual > issues[0].params.max, true);
    assert.equal(performance.now() - start < 10_000, true);
  });

  test("a list of four billion holes is too large, at once", () => {
    const { issues } = sphinx.validate({ customer_id: 1, document_ids: new Array(2 ** 32 - 1) });
    assert.deepEqual(
      issues.map(({ code }) => code),
      ["too_large"],
    );
  });

  test("ten million numbers are too large", () => {
    const { issues } = sphinx.validate({ document_ids: new Array(10_500_000).fill(1) });
    assert.deepEqual(
      issues.map(({ code }) => code),
      ["too_large"],
    );
  });

  test("a caller whose stack is nearly used up gets an answer or an error, and the next call works", () => {
    let worst;
    const dive = () => {
      try {
        dive();
      } catch {
        try {
          sphinx.validate({ customer_id: 1, zzz: [new Map()] });
        } catch (error) {
          worst = error;
        }
        throw new Error("up");
      }
    };
    assert.throws(dive);
    assert.equal(
      worst === undefined || worst.name === "SphinxCaseError" || worst.name === "RangeError",
      true,
      String(worst),
    );
    assert.equal(sphinx.validate({ customer_id: 1, case_config: "kyb" }).valid, true);
  });
});
