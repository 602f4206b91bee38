/** Texts near the limit of 10 MiB: no regular expression overflows the stack. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sphinx } from "./package.mjs";

const { buildPayload, createCaseForm, createCaseSchema, mapServerErrors, parseFormData, renderMessage, validate } =
  sphinx;
const LONG = 9_500_000;
const texts = {
  letters: "A".repeat(LONG),
  quotes: '"'.repeat(LONG / 2),
  backslashes: "\\".repeat(LONG / 2),
  "escaped quotes": '\\"'.repeat(LONG / 4),
  digits: "1".repeat(LONG),
  structure: "{[,:]}".repeat(LONG / 6),
};
const ID = 9007199254740993n;

describe("the payload beside a long text", () => {
  for (const [what, scan] of Object.entries(texts)) {
    test(what, () => {
      const request = {
        customer_id: ID,
        checks: [{ check_type: "PEP", input_details: { [scan.slice(0, 100)]: 1, scan }, document_ids: [1, ID] }],
        case_config: undefined,
      };
      const built = buildPayload(request);
      assert.equal(built.ok, true);
      const { payload } = built;
      assert.equal(payload.customer_id, ID);
      assert.deepEqual(payload.checks[0].document_ids, [1, ID]);
      assert.equal(payload.checks[0].input_details.scan === scan, true);
      assert.equal(createCaseSchema()["~standard"].validate(request).value.customer_id, ID);
    });
  }

  test("a number with millions of digits", () => {
    const text = `{"customer_id":${ID},"checks":[{"check_type":"PEP","input_details":{"n":${texts.digits},"m":[1e999,-${texts.digits.slice(0, 99)}]}}]}`;
    const { payload } = buildPayload(text);
    assert.equal(payload.customer_id, ID);
    assert.equal(payload.checks[0].input_details.n, Infinity);
  });

  test("keys that are written like fields, and free JSON, stay numbers", () => {
    const input_details = { customer_id: 1e20, document_ids: [1e20] };
    const text = JSON.stringify({ customer: { full_name: "A", input_details }, document_ids: [0, 2] }).replace(
      "[0,",
      `[${ID},`,
    );
    const { payload } = buildPayload(text, { rules: { duplicate_item: "off" } });
    assert.deepEqual(payload.document_ids, [ID, 2]);
    assert.deepEqual(payload.customer.input_details, input_details);
  });
});

describe("a long key, name or text", () => {
  for (const [what, key] of Object.entries(texts)) {
    test(`${what} in an unknown key, in a form and in a posted form`, () => {
      const [issue] = validate({ customer_id: 1, case_config: "c", [key]: 1 }).issues;
      assert.equal(issue.code, "unknown_field");
      assert.equal(typeof renderMessage(issue), "string");
      const form = createCaseForm({ initial: { customer_id: 1, case_config: "c", [key]: 1 } });
      const { name } = [...form.getSnapshot().fields.values()].at(-1);
      assert.equal(form.field(name).state.extra, true);
      assert.equal(
        parseFormData([
          [key, "1"],
          ["customer_id", key],
        ]).ok,
        false,
      );
      assert.ok(mapServerErrors(400, { [key]: [key] }).length > 0);
    });
  }
});
