/** Fields of free JSON: the generated places, and the outline that leaves their contents out. The table may have any number of them. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { freeJsonPlaces } from "../../scripts/pkg/free-json.mjs";

const FIELDS = [
  { path: "metadata", kind: "json" },
  { path: "customer.full_name", kind: "text" },
  { path: "customer.input_details", kind: "json" },
  { path: "checks[].input_details", kind: "json" },
  { path: "checks[].steps[].extra", kind: "json" },
  { path: "external_id", kind: "text" },
];

test("the places of several fields, at any level", () => {
  assert.deepEqual(
    freeJsonPlaces(FIELDS),
    new Map([
      ["metadata", "json"],
      ["customer", new Map([["input_details", "json"]])],
      [
        "checks",
        new Map([
          ["input_details", "json"],
          ["steps", new Map([["extra", "json"]])],
        ]),
      ],
    ]),
  );
  assert.deepEqual(freeJsonPlaces([]), new Map());
});

describe("an outline for a field table with several fields of free JSON", async () => {
  const outline = await loadOutline();
  const read = (value) => outline(value, freeJsonPlaces(FIELDS), 1 << 20);

  test("leaves the contents of each out", () => {
    const request = {
      metadata: { a: [1, { b: 2 }] },
      customer: { full_name: "Ada", input_details: { dob: "1815-12-10" } },
      checks: [{ input_details: { c: 3 }, steps: [{ extra: { d: 4 } }, { extra: {} }] }],
      external_id: "x",
    };
    assert.equal(
      read(request),
      '{"metadata":{},"customer":{"full_name":"Ada","input_details":{}},' +
        '"checks":[{"input_details":{},"steps":[{"extra":{}},{"extra":{}}]}],"external_id":"x"}',
    );
  });

  test("keeps what is not an object, and keys of the same name elsewhere", () => {
    for (const request of [
      { metadata: "text" },
      { metadata: [1] },
      { metadata: null },
      { input_details: { a: 1 } },
      { external_id: { metadata: { a: 1 } } },
      { customer: { metadata: { a: 1 } } },
    ])
      assert.equal(read(request), JSON.stringify(request));
  });

  test("is not written of what must be written completely", () => {
    const cycle = {};
    cycle.metadata = { cycle };
    for (const request of [
      { metadata: { text: "\u0000" } },
      { external_id: "\ud800" },
      { external_id: Number.NaN },
      { customer: new Date(0) },
      cycle,
      [],
      "text",
    ])
      assert.equal(read(request), undefined);
    assert.equal(outline({ external_id: "x".repeat(100) }, new Map(), 100), undefined);
  });
});

/** `outline` of `npm/src/accept/plain.ts`. */
async function loadOutline() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../../npm/src/accept/plain.ts", import.meta.url))],
    bundle: true,
    format: "esm",
    write: false,
  });
  const { outline } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  return outline;
}
