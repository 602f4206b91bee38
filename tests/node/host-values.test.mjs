/** Which JavaScript values JSON can carry, and that every other one is reported at its path, without changing it. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { runInNewContext } from "node:vm";
import { sphinx } from "./package.mjs";

/** What becomes of a value in free JSON: the JSON it is sent as, or the issues. Checking it alone must say the same. */
function sent(value) {
  const request = { customer: { full_name: "A", input_details: { value } }, case_config: "kyb" };
  const built = sphinx.buildPayload(request);
  assert.deepEqual(sphinx.validate(request).issues, built.ok ? built.warnings : built.issues);
  if (!built.ok) return built.issues.map(({ code, path, params }) => [code, path.slice(3), params.received ?? params]);
  return /"input_details":([\s\S]*)\},"delete_after"/.exec(built.body)[1];
}

function member(json) {
  return `{"value":${json}}`;
}

class Money {
  amount = 5;
}

describe("sent as JSON.stringify has it", () => {
  const values = {
    "a string": "x",
    "an empty string": "",
    "quotes, controls and a paragraph separator": 'a"b\\c\u0001\u2028',
    "an astral character": "😀",
    "a number": 0.1,
    "a tiny number": 5e-324,
    "minus zero": -0,
    "the largest safe integer": Number.MAX_SAFE_INTEGER,
    "a boolean": true,
    null: null,
    "a list": [1, [2, []], {}],
    "an object": { b: 1, a: { c: null } },
    "keys that look like indices": { b: 1, 2: 2, 1: 1 },
    "an undefined property": { a: undefined, b: 1 },
    "a property whose toJSON answers undefined": { a: { toJSON() {} }, b: 1 },
    "a symbol as key": { [Symbol("hidden")]: 1, a: 1 },
    "a property that is not enumerable": Object.defineProperty({ a: 1 }, "b", { value: 2 }),
    "an object without prototype": Object.assign(Object.create(null), { a: 1 }),
    "an object of another realm": runInNewContext("({ a: [1, { b: 'x' }] })"),
    "a date": new Date(0),
    "a date of another realm": runInNewContext("new Date(0)"),
    "an invalid date": new Date(Number.NaN),
    "a URL": new URL("https://example.com/a?b=ä"),
    "a Buffer": Buffer.from([1, 2]),
    "a class with toJSON": new (class {
      toJSON() {
        return { a: 1 };
      }
    })(),
    "toJSON with the key": { a: { toJSON: (key) => key } },
    "an inherited toJSON": Object.create({ toJSON: () => "inherited" }),
    "a list with toJSON": Object.assign([1], { toJSON: () => "list" }),
    "a function with toJSON": Object.assign(() => {}, { toJSON: () => "function" }),
    "toJSON that is no function": { toJSON: 3 },
    "a Number object": new Number(5),
    "a String object": new String("x"),
    "Boolean objects": [new Boolean(false), new Boolean(true)],
    "a subclass of Array": new (class extends Array {})(1, 2),
    "a getter": {
      get a() {
        return 1;
      },
    },
    "a proxy": new Proxy({ a: 1 }, {}),
    "a proxy of a list": new Proxy([1, 2], {}),
    "one object in two places": (() => {
      const shared = { a: 1 };
      return [shared, { shared }];
    })(),
    "a key named __proto__": JSON.parse('{"__proto__":{"a":1},"constructor":2}'),
    "an object tagged as something else": { [Symbol.toStringTag]: "Number", a: 1 },
    "text that looks like a token": '!"NaN"',
  };
  for (const [what, value] of Object.entries(values)) {
    test(what, () => assert.equal(sent(value), JSON.stringify({ value })));
  }
});

describe("sent, where JSON.stringify would throw", () => {
  test("BigInts, as digits", () => {
    assert.equal(sent([10n, -(2n ** 70n), Object(5n)]), member("[10,-1180591620717411303424,5]"));
  });

  test("BigInts, whatever was made of BigInt.prototype.toJSON", () => {
    BigInt.prototype.toJSON = () => "patched";
    try {
      assert.equal(sent(10n), member("10"));
    } finally {
      delete BigInt.prototype.toJSON;
    }
  });
});

describe("reported at its path", () => {
  const cases = {
    NaN: [Number.NaN, [["not_json", [], "NaN"]]],
    Infinity: [
      [Infinity, -Infinity],
      [
        ["not_json", [0], "Infinity"],
        ["not_json", [1], "-Infinity"],
      ],
    ],
    "a rounded integer": [2 ** 53, [["unsafe_integer", [], "9007199254740992"]]],
    "a very large number": [1e300, [["unsafe_integer", [], "1e+300"]]],
    "a function": [{ f() {} }, [["not_json", ["f"], "function"]]],
    "a symbol": [[Symbol("x")], [["not_json", [0], "symbol"]]],
    "a boxed symbol": [Object(Symbol("x")), [["not_json", [], "Symbol"]]],
    "undefined in a list": [[1, undefined], [["not_json", [1], "undefined"]]],
    "a hole in a list": [
      Object.assign(new Array(3), [1]),
      [
        ["not_json", [1], "undefined"],
        ["not_json", [2], "undefined"],
      ],
    ],
    "toJSON that answers undefined, in a list": [[{ toJSON() {} }], [["not_json", [0], "undefined"]]],
    "a Map": [new Map([["a", 1]]), [["not_json", [], "Map"]]],
    "a Map of another realm": [runInNewContext("new Map()"), [["not_json", [], "Map"]]],
    "a Set in a list": [[new Set()], [["not_json", [0], "Set"]]],
    "a class": [new Money(), [["not_json", [], "Money"]]],
    "a class without a name": [new (class {})(), [["not_json", [], "object without a class name"]]],
    "inherited data": [Object.create({ a: 1 }), [["not_json", [], "object with a prototype"]]],
    "an error": [new TypeError("x"), [["not_json", [], "TypeError"]]],
    "a promise": [Promise.resolve(1), [["not_json", [], "Promise"]]],
    "a regular expression": [/x/, [["not_json", [], "RegExp"]]],
    bytes: [new Uint8Array(2), [["not_json", [], "Uint8Array"]]],
    "a lone surrogate": ["\ud800", [["invalid_unicode", []]]],
    "a getter that throws": [
      {
        get a() {
          throw new Error("no");
        },
        b: Number.NaN,
      },
      [
        ["not_json", ["a"], "getter that throws"],
        ["not_json", ["b"], "NaN"],
      ],
    ],
    "toJSON that throws": [
      [
        {
          toJSON() {
            throw new Error("no");
          },
        },
      ],
      [["not_json", [0], "toJSON that throws"]],
    ],
    "a proxy that throws": [
      new Proxy(
        {},
        {
          ownKeys() {
            throw new Error("no");
          },
        },
      ),
      [["not_json", [], "getter that throws"]],
    ],
    "a revoked proxy": [
      (() => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      })(),
      [["not_json", [], "getter that throws"]],
    ],
  };
  for (const [what, [value, expected]] of Object.entries(cases)) {
    test(what, () => {
      const issues = sent(value);
      assert.deepEqual(
        Array.isArray(issues) && issues.map((issue, at) => issue.slice(0, expected[at]?.length)),
        expected,
      );
    });
  }

  test("a cycle, where it closes", () => {
    const ring = { list: [{}] };
    ring.list[0].back = ring;
    ring.list.push(ring.list);
    assert.deepEqual(sent(ring), [
      ["not_json", ["list", 0, "back"], "cycle"],
      ["not_json", ["list", 1], "cycle"],
    ]);
  });

  test("at the root", () => {
    const roots = [Number.NaN, () => {}, new Map(), new FormData(), [undefined]];
    assert.deepEqual(
      roots.map((root) => sphinx.validate(root).issues.map(({ code, path, params }) => [code, path, params.received])),
      [
        [["not_json", [], "NaN"]],
        [["not_json", [], "function"]],
        [["not_json", [], "Map"]],
        [["not_json", [], "FormData"]],
        [
          ["invalid_type", [], "array"],
          ["not_json", [0], "undefined"],
        ],
      ],
    );
  });

  test("undefined at the root is no value, where an object is due", () => {
    const [{ code, params }] = sphinx.validate(undefined).issues;
    assert.deepEqual([code, params], ["invalid_type", { expected: "object", received: "undefined" }]);
  });

  test("a string as value is JSON text, and a String object is a string", () => {
    assert.equal(sphinx.validate('{"customer_id":1}').valid, true);
    assert.deepEqual(
      sphinx.validate(new String("{}")).issues.map(({ params }) => params.received),
      ["string"],
    );
  });
});

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

describe("the input is never changed", () => {
  test("not by any function, however odd it is", () => {
    const input = {
      customer_id: 0,
      customer: { input_details: { at: new Date(0), list: [undefined, Number.NaN, ...new Array(1)] } },
      zzz: undefined,
    };
    const before = structuredClone(input);
    const options = { unknownFields: "strip", rules: { exclusive: "off" } };
    sphinx.validate(input, options);
    sphinx.buildPayload(input, options);
    sphinx.applyDefaults(input, options);
    sphinx.checkField(input, "customer", options);
    sphinx.createCaseSchema(options)["~standard"].validate(input);
    assert.deepEqual(input, before);
    assert.deepEqual(options, { unknownFields: "strip", rules: { exclusive: "off" } });
  });

  test("calls from within a getter or toJSON do not disturb the outer one", () => {
    const inner = { toJSON: () => sphinx.buildPayload({ customer_id: 7, case_config: "inner" }).body };
    const built = sphinx.buildPayload({
      get customer_id() {
        sphinx.validate("x".repeat(5000));
        return 1;
      },
      case_config: "kyb",
      customer: undefined,
      checks: undefined,
    });
    assert.equal(built.body, '{"customer_id":1,"delete_after":-1,"case_config":"kyb","auto_start":true}');
    assert.equal(sent(inner), JSON.stringify({ value: inner }));
  });
});
