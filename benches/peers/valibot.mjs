/** valibot; its cross rules as `partialCheck`, so that they run beside errors in other fields. */
import * as v from "valibot";

export const name = "valibot";

/** `maxLength` counts UTF-16 units, the API counts code points. */
const atMost = (max) =>
  v.check((value) => value.length <= max || [...value].length <= max, `at most ${max} characters`);
const text = (max) => v.pipe(v.string(), v.regex(/\S/), atMost(max));
/** Any object. valibot's objects let lists in (and make objects of them), so those are turned away first. */
const freeJson = v.pipe(
  v.unknown(),
  v.check((value) => !Array.isArray(value), "must be an object"),
  v.looseObject({}),
);
const documentIds = v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(1)));
const days = v.pipe(v.number(), v.safeInteger(), v.minValue(-1), v.maxValue(2147483647));

const customer = v.strictObject({
  full_name: text(255),
  external_id: v.optional(v.nullable(text(255))),
  customer_type: v.optional(v.nullable(v.picklist(["INDIVIDUAL", "COMPANY", ""]))),
  input_details: v.optional(freeJson),
  delete_after: v.optional(days),
});

const check = v.strictObject({
  check_type: v.optional(v.nullable(v.pipe(v.string(), v.regex(/\S/)))),
  input_details: v.optional(freeJson),
  document_ids: v.optional(documentIds),
  delete_after: v.optional(days),
});

const schema = v.pipe(
  v.strictObject({
    customer_id: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
    customer: v.optional(customer),
    webhook_url: v.optional(v.nullable(v.pipe(v.string(), v.url(), v.regex(/^https?:/i), atMost(511)))),
    checks: v.optional(v.array(check)),
    document_ids: v.optional(documentIds),
    delete_after: v.optional(days, -1),
    case_config: v.optional(v.pipe(v.string(), v.regex(/^[-A-Za-z0-9_]+$/))),
    auto_start: v.optional(v.boolean(), true),
  }),
  v.partialCheck(
    [["customer_id"], ["customer"]],
    (request) => request.customer_id !== undefined || request.customer !== undefined,
    "required_one_of",
  ),
  v.partialCheck(
    [["customer_id"], ["customer"]],
    (request) => request.customer_id === undefined || request.customer === undefined,
    "exclusive",
  ),
  v.partialCheck(
    [["checks"], ["case_config"]],
    (request) => !request.checks?.length || request.case_config === undefined,
    "exclusive",
  ),
);

export const fromText = (json) => JSON.stringify(v.parse(schema, JSON.parse(json)));
export const toBody = (object) => JSON.stringify(v.parse(schema, object));
export const parse = (object) => v.parse(schema, object);
export const issuesOf = (object) => v.safeParse(schema, object).issues ?? [];
