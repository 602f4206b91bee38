/** The acceptor, which accepts plain, valid requests without a call of the core: its results are those of the core. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { compare, compareCall, countCalls } from "../differential/compare.mjs";
import { Random } from "../differential/random.mjs";
import { goodRequest, require, sphinx } from "./package.mjs";

const dist = dirname(require.resolve("sphinx-case/core.wasm"));
const { engines } = await import(pathToFileURL(join(dist, "engines.js")).href);
sphinx.validate(""); // starts the core
const calls = countCalls(engines);

/** Whether a request is accepted; fails if the results are not those of the core. */
function isAccepted(make, options) {
  return compareCall(sphinx, engines, calls, () => ({ request: make(), options }));
}

const withDetails = (input_details) => ({ customer: { full_name: "Ada", input_details }, case_config: "kyb" });

test("50,000 random requests", () => {
  const accepted = compare(sphinx, engines, calls, 20_261_128, 50_000);
  assert.ok(accepted > 10_000, `only ${accepted} were accepted`);
});

test("the values of the corpus", () => {
  const folder = new URL("../corpus/", import.meta.url);
  // biome-ignore lint/security/noGlobalEval: the cases in JavaScript are files of this repository
  const evaluate = globalThis.eval;
  let accepted = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
    for (const entry of JSON.parse(readFileSync(new URL(file, folder), "utf8")).cases) {
      const make = "value" in entry ? () => structuredClone(entry.value) : () => evaluate(`(${entry.js})`);
      if (("value" in entry || "js" in entry) && isAccepted(make, entry.options)) {
        accepted++;
        assert.deepEqual(entry.issues, [], entry.name);
      }
    }
  }
  assert.ok(accepted >= 20, `only ${accepted} were accepted`);
});

test("what is accepted", () => {
  const requests = [
    goodRequest(),
    { customer: { full_name: "Ada Lovelace" }, checks: [{ check_type: "PEP" }] },
    goodRequest({ webhook_url: "https://example.com/webhook/case-complete", delete_after: 30 }),
    withDetails({ text: 'a "quoted"\nline', list: [1, 0.5, null, true, ["ü", {}]], 7: undefined }),
    Object.assign(Object.create(null), goodRequest()),
  ];
  for (const request of requests) {
    for (const options of [undefined, {}, { defaults: "omit" }, { unknownFields: "strip" }, { language: "de" }])
      assert.equal(
        isAccepted(() => request, options),
        true,
        JSON.stringify({ request, options }),
      );
    assert.equal(
      isAccepted(() => request, { maxBytes: 1000 }),
      false,
    );
    assert.equal(
      isAccepted(() => request, { rules: { nothing_to_start: "off" } }),
      false,
    );
  }
});

test("every UTF-16 unit in names, in free JSON and in its keys", () => {
  for (let unit = 0; unit <= 0xffff; unit++) {
    const character = String.fromCharCode(unit);
    isAccepted(() => ({ customer: { full_name: character, external_id: null }, case_config: "kyb" }));
    if (unit < 0x300 || (unit >= 0x1680 && unit < 0x3100) || unit >= 0xd700) {
      isAccepted(() => ({ customer: { full_name: `a${character}b` }, case_config: `k${character}` }));
      isAccepted(() => withDetails({ text: `${character}"`, [character]: [character] }));
      isAccepted(() => goodRequest({ webhook_url: `https://a${character}.example.com/${character}` }));
    }
  }
});

test("documents that are listed twice, in lists of any order", () => {
  const random = new Random(1);
  const list = () => {
    const ids = Array.from({ length: random.below(5) }, () => 1 + random.below(40));
    return random.chance(0.7) ? ids.sort((one, other) => one - other) : ids;
  };
  const accepted = { true: 0, false: 0 };
  for (let count = 0; count < 3000; count++) {
    const checks = [
      { check_type: "PEP", document_ids: list() },
      { check_type: "CRA", document_ids: list() },
    ];
    const request = { customer_id: 1, checks, document_ids: list() };
    accepted[isAccepted(() => request)]++;
  }
  assert.ok(accepted.true > 500 && accepted.false > 500, JSON.stringify(accepted));
});

test("an object of JSON.rawJSON is written by the core", () => {
  assert.equal(
    isAccepted(() => withDetails({ a: { rawJSON: "1" } })),
    false,
  );
  if (JSON.rawJSON === undefined) return; // before Node.js 22
  const digits = "12345678901234567890";
  const { body } = sphinx.buildPayload(withDetails({ a: JSON.rawJSON(digits) }));
  assert.ok(body.includes(`"input_details":{"a":${digits}}`), body);
});

describe("values that change", () => {
  /** An object whose members are read through `read`, which gets the key and how often it was read. */
  const counted = (target, values) => {
    const counts = {};
    const proxy = new Proxy(target, {
      get(object, key, receiver) {
        if (!(key in values)) return Reflect.get(object, key, receiver);
        counts[key] = (counts[key] ?? 0) + 1;
        return values[key][Math.min(counts[key], values[key].length) - 1];
      },
    });
    return { proxy, counts };
  };

  test("each is read once, and the body has what was validated", () => {
    const check = counted({ check_type: "" }, { check_type: ["PEP", "NOT_A_TYPE"] });
    const free = counted({ text: 1, list: 1 }, { text: ["fine", "\ud800"], list: [[1], () => 1] });
    const ids = counted([1, 2], { 0: [5, -1], length: [2, 9] });
    const request = counted(
      { customer: 1, checks: 1, document_ids: 1 },
      {
        customer: [{ full_name: "Ada", input_details: free.proxy }, null],
        checks: [[check.proxy], "none"],
        document_ids: [ids.proxy, {}],
      },
    );
    const before = calls.count;
    const built = sphinx.buildPayload(request.proxy);
    assert.equal(calls.count, before, "it is accepted");
    assert.equal(
      built.body,
      '{"customer":{"full_name":"Ada","input_details":{"text":"fine","list":[1]}},"checks":[{"check_type":"PEP"}],"document_ids":[5,2],"delete_after":-1,"auto_start":true}',
    );
    for (const { counts } of [check, free, ids, request])
      assert.deepEqual(Object.values(counts), new Array(Object.keys(counts).length).fill(1));
  });

  test("a getter that validates another request", () => {
    const nested = () =>
      withDetails({
        get a() {
          return sphinx.buildPayload(withDetails({ b: "other" })).ok;
        },
      });
    const { body } = sphinx.buildPayload(nested());
    assert.match(body, /"input_details":{"a":true}/);
    isAccepted(nested);
  });

  test("a getter that throws, and a revoked proxy", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const throwing = () =>
      withDetails({
        get a() {
          throw new Error("no");
        },
      });
    assert.equal(isAccepted(throwing), false);
    assert.equal(
      isAccepted(() => withDetails({ proxy })),
      false,
    );
    assert.equal(
      isAccepted(() => goodRequest()),
      true,
      "the next one is accepted",
    );
  });
});

describe("prototypes that were changed", () => {
  const changes = {
    "an enumerable key": [Object.prototype, "auto_start", { value: false, enumerable: true }],
    "a key that is not enumerable": [Object.prototype, "auto_start", { value: false, enumerable: false }],
    "toJSON of objects": [Object.prototype, "toJSON", { value: () => ({ a: 1 }), enumerable: false }],
    "toJSON of arrays": [Array.prototype, "toJSON", { value: () => [7], enumerable: false }],
    "an item of arrays": [Array.prototype, "1", { value: 8, enumerable: false, writable: true }],
  };
  for (const [what, [prototype, key, attributes]] of Object.entries(changes)) {
    test(what, () => {
      // biome-ignore lint/suspicious/noSparseArray: the hole shows the item of the prototype
      const request = { customer_id: 1, checks: [{ check_type: "PEP" }], document_ids: [5, , 9] };
      const results = [];
      for (const coreOnly of [false, true]) {
        engines.coreOnly = coreOnly;
        Object.defineProperty(prototype, key, { ...attributes, configurable: true });
        try {
          const { body, issues } = sphinx.buildPayload(request);
          results.push(body ?? issues.map(({ code, name }) => `${code} ${name}`).join());
        } finally {
          delete prototype[key];
          engines.coreOnly = false;
        }
      }
      assert.equal(results[0], results[1]);
    });
  }
});

describe("limits", () => {
  test("values and texts at their limits, and large ones", () => {
    const requests = [
      goodRequest({ delete_after: 365 }),
      goodRequest({ delete_after: 366 }),
      goodRequest({ customer_id: Number.MAX_SAFE_INTEGER }),
      goodRequest({ document_ids: Array.from({ length: 200_000 }, (_, at) => at + 1) }),
      withDetails({ long: "x".repeat(160_000) }),
      withDetails({ long: '"'.repeat(160_000) }),
      withDetails({ long: "x".repeat(11_000_000) }),
      withDetails(Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`key ${at}`, at]))),
      withDetails(Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`${at}${"k".repeat(80)}`, "v"]))),
    ];
    for (const request of requests) isAccepted(() => request);
  });

  test("128 levels", () => {
    for (const levels of [124, 125, 126, 127]) {
      let value = {};
      for (let level = 1; level < levels; level++) value = level % 2 === 0 ? { a: value } : { a: [value] };
      isAccepted(() => withDetails(value));
    }
  });
});
