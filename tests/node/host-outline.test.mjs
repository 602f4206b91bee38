/** A check leaves out of a value what cannot matter; its answer must still be that of a build, which leaves out nothing. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sphinx } from "./package.mjs";

describe("checking, which leaves out what cannot matter, says what building says", () => {
  const agree = (request, options) => {
    const { valid, issues, omitted } = sphinx.validate(request, options);
    const built = sphinx.buildPayload(request, options);
    assert.equal(valid, built.ok);
    assert.deepEqual(issues, built.ok ? built.warnings : built.issues);
    assert.equal(omitted, built.omitted ?? 0);
  };

  /** A small random number generator, so that a failure can be seen again. */
  const randomFrom = (seed) => (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const LEAVES = [
    ...[null, true, 0, -0, 1.5, 1e-7, 5e-324, 1e308, 2 ** 53, Number.NaN, undefined, 3n, Symbol.iterator, () => {}],
    ...["", "a", "\u0000", "\ud800", "😀", '"\\', "\u2028", new Date(0), new Map(), new String("s"), new Number(7)],
  ];
  const KEYS = [
    "a",
    "input_details",
    "full_name",
    "document_ids",
    "__proto__",
    "",
    "😀",
    "\ud800",
    "delete_after",
    "checks",
  ];
  const FIELDS = ["customer", "checks", "document_ids", "customer_id", "case_config", "input_details", "zzz"];

  function value(random, depth) {
    const kind = random(depth > 5 ? 1 : 4);
    if (kind === 3) return Array.from({ length: random(4) }, () => value(random, depth + 1));
    if (kind < 2) return LEAVES[random(LEAVES.length)];
    const object = random(8) === 0 ? Object.create(null) : {};
    for (let count = random(4); count > 0; count--) {
      const own = { value: value(random, depth + 1), enumerable: true, configurable: true, writable: true };
      Object.defineProperty(object, KEYS[random(KEYS.length)], own);
    }
    return object;
  }

  test("for three thousand random requests", () => {
    for (let seed = 0; seed < 3000; seed++) {
      const random = randomFrom(seed);
      const request = { customer: { full_name: "A", input_details: value(random, 2) } };
      if (random(2) === 0) request.checks = [{ check_type: "PEP", input_details: value(random, 3) }];
      if (random(2) === 0) request[FIELDS[random(FIELDS.length)]] = value(random, 1);
      try {
        agree(request);
      } catch (error) {
        throw new Error(`seed ${seed}: ${error.message}`);
      }
    }
  });

  test("at every size limit around the size of the request", () => {
    const request = { customer: { full_name: "A", input_details: { a: "é".repeat(20), b: [1e-7, "\u0001"] } } };
    const size = new TextEncoder().encode(JSON.stringify(request)).length;
    for (let maxBytes = 1; maxBytes < 40 * size; maxBytes += maxBytes < 2 * size ? 1 : size)
      agree(request, { maxBytes });
  });

  test("where Object.prototype has been added to", () => {
    Object.prototype.polluted = 1;
    try {
      agree({ customer: { full_name: "A", input_details: { a: 1 } }, case_config: "kyb" });
      assert.equal(sphinx.validate({ customer_id: 1, case_config: "kyb" }).valid, true);
      assert.equal(sphinx.validate({ customer_id: 1, case_config: "kyb", zzz: 1 }).issues.length, 1);
    } finally {
      delete Object.prototype.polluted;
    }
  });

  test("where a key is inherited from an object without prototype", () => {
    const request = Object.assign(Object.create(Object.assign(Object.create(null), { zzz: 1 })), {
      customer_id: 1,
      case_config: "kyb",
    });
    agree(request);
    assert.equal(sphinx.validate(request).valid, true);
  });
});
