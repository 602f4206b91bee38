/** Which JavaScript values JSON can carry, and that every other one is reported at its path, without changing it. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { runInNewContext } from "node:vm";
import { sphinx } from "./package.mjs";
import { sent } from "./sent.mjs";

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
    "a symbol as key": { [Symbol("hidden")]: 1, a: 1 },
    "a property that is not enumerable": Object.defineProperty({ a: 1 }, "b", { value: 2 }),
    "an object without prototype": Object.assign(Object.create(null), { a: 1 }),
    "an object of another realm": runInNewContext("({ a: [1, { b: 'x' }] })"),
    "a date": new Date(0),
    "a date of another realm": runInNewContext("new Date(0)"),
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
    "toJSON that returns null, of an object that is not a date": { a: { toJSON: () => null } },
    "a valid date of a library": { isValid: () => true, toJSON: () => "2026-01-01" },
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
      assert.equal(sent([Object(10n)]), member("[10]"));
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
    "toJSON that returns undefined, in a list": [[{ toJSON() {} }], [["not_json", [0], "undefined"]]],
    "toJSON that returns undefined, in an object": [{ a: { toJSON() {} }, b: 1 }, [["not_json", ["a"], "undefined"]]],
    "an invalid date": [{ a: new Date(Number.NaN) }, [["not_json", ["a"], "Invalid Date"]]],
    "an invalid date in a list": [[new Date("31/12/1990")], [["not_json", [0], "Invalid Date"]]],
    "an invalid date of another realm": [runInNewContext("new Date(NaN)"), [["not_json", [], "Invalid Date"]]],
    "an invalid date of a subclass": [new (class extends Date {})(Number.NaN), [["not_json", [], "Invalid Date"]]],
    "an invalid date of Luxon": [{ isValid: false, toJSON: () => null }, [["not_json", [], "Invalid Date"]]],
    "an invalid date of Moment.js": [{ isValid: () => false, toJSON: () => null }, [["not_json", [], "Invalid Date"]]],
    "a Map": [new Map([["a", 1]]), [["not_json", [], "Map"]]],
    "a Map of another realm": [runInNewContext("new Map()"), [["not_json", [], "Map"]]],
    "a Set in a list": [[new Set()], [["not_json", [0], "Set"]]],
    "a class": [new Money(), [["not_json", [], "Money"]]],
    "a class without a name": [new (class {})(), [["not_json", [], "object without a class name"]]],
    "inherited data": [Object.create({ a: 1 }), [["not_json", [], "object with a prototype"]]],
    "an error": [new TypeError("x"), [["not_json", [], "TypeError"]]],
    "a promise": [Promise.resolve(1), [["not_json", [], "Promise; await it first"]]],
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
