/** The request as JSON Schema with the options for it: what both ways of using ajv compile. */

const days = { type: "integer", minimum: -1, maximum: 2147483647 };
const documentIds = { type: "array", items: { type: "integer", minimum: 1 } };
const freeJson = { type: "object" };
/** ajv counts `maxLength` in code points, as the API does. */
const text = (max) => ({ type: "string", pattern: "\\S", maxLength: max });
const nullable = (schema) => ({ ...schema, nullable: true });
const strict = (properties, more = {}) => ({ type: "object", additionalProperties: false, properties, ...more });

const customer = strict(
  {
    full_name: text(255),
    external_id: nullable(text(255)),
    customer_type: { enum: ["INDIVIDUAL", "COMPANY", "", null] },
    input_details: freeJson,
    delete_after: days,
  },
  { required: ["full_name"] },
);

const check = strict({
  check_type: nullable({ type: "string", pattern: "\\S" }),
  input_details: freeJson,
  document_ids: documentIds,
  delete_after: days,
});

export const schema = strict(
  {
    customer_id: { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
    customer,
    webhook_url: nullable({
      type: "string",
      format: "uri",
      pattern: "^[Hh][Tt][Tt][Pp][Ss]?://[^/?#]",
      maxLength: 511,
    }),
    checks: { type: "array", items: check },
    document_ids: documentIds,
    delete_after: { ...days, default: -1 },
    case_config: { type: "string", pattern: "^[-A-Za-z0-9_]+$" },
    auto_start: { type: "boolean", default: true },
  },
  {
    anyOf: [{ required: ["customer_id"] }, { required: ["customer"] }],
    allOf: [
      { not: { required: ["customer_id", "customer"] } },
      { not: { required: ["checks", "case_config"], properties: { checks: { type: "array", minItems: 1 } } } },
    ],
  },
);

/** `strictRequired` is the one strict mode left out: it wants `properties` repeated in every branch of `anyOf`. */
export const options = { allErrors: true, useDefaults: true };

/** What both peers export, from a compiled validating function (ajv writes the defaults into its argument). */
export function peerOf(validate) {
  const parse = (object) => {
    if (!validate(object)) throw new Error(validate.errors[0].message);
    return object;
  };
  return {
    parse,
    toBody: (object) => JSON.stringify(parse(object)),
    fromText: (json) => JSON.stringify(parse(JSON.parse(json))),
    issuesOf: (object) => (validate(object) ? [] : validate.errors),
  };
}
