// What may be given, what is answered, and the options.
import {
  applyDefaults,
  type BuildResult,
  buildPayload,
  type CaseInput,
  type CaseOptions,
  type CasePayload,
  type CaseResponse,
  checkField,
  type Field,
  fields,
  init,
  jsonSchema,
  type SphinxCaseError,
  validate,
} from "sphinx-case";

const request: CaseInput = {
  customer: { full_name: "Ada", customer_type: "INDIVIDUAL", input_details: { dob: "1990-01-01", nested: [1, null] } },
  checks: [{ check_type: "PEP", document_ids: [1, 2n] }, { check_type: "SOMETHING_NEW" }, { check_type: null }],
  webhook_url: null,
  delete_after: undefined,
};
({ customer_id: 9007199254740993n }) satisfies CaseInput;
// @ts-expect-error: not a field
({ customer_id: 1, chekcs: [] }) satisfies CaseInput;
// @ts-expect-error: required
({ customer: {} }) satisfies CaseInput;
// @ts-expect-error: null is not documented
({ customer_id: null }) satisfies CaseInput;
// @ts-expect-error: a closed set
({ customer: { full_name: "A", customer_type: "PERSON" } }) satisfies CaseInput;

// Anything can be judged.
validate(request);
validate("{}");
validate(new Uint8Array());
validate(JSON.parse("1") as unknown, { unknownFields: "strip" });

const built: BuildResult = buildPayload(request, {
  defaults: "omit",
  maxBytes: 1000,
  rules: { unknown_option: "off" },
});
if (built.ok) {
  built.body satisfies string;
  built.payload satisfies CasePayload;
  built.payload.customer_id satisfies number | bigint | undefined;
  built.defaulted satisfies ("delete_after" | "auto_start")[];
  // @ts-expect-error: only where there is no body
  built.issues;
} else {
  built.issues[0]?.message satisfies string | undefined;
  // @ts-expect-error: there is none
  built.body;
}

const filled = applyDefaults(request);
filled.auto_start satisfies boolean;
// @ts-expect-error: text is no object
applyDefaults("{}");

checkField(request, "checks[0].check_type");
checkField(request, ["checks", 0, "check_type"] as const);
// @ts-expect-error: not a path
checkField(request, 1);

// @ts-expect-error: not a policy
({ unknownFields: "drop" }) satisfies CaseOptions;
// @ts-expect-error: errors such as this one cannot be turned off
({ rules: { invalid_type: "off" } }) satisfies CaseOptions;
// @ts-expect-error: not an option
({ maxbytes: 1 }) satisfies CaseOptions;

const table: readonly Field[] = fields;
table[0]?.path satisfies "customer_id" | (string & {}) | undefined;
jsonSchema("openapi-3.0", "payload") satisfies Record<string, unknown>;
// @ts-expect-error: not a target
jsonSchema("draft-04");

init() satisfies Promise<void>;
declare const error: SphinxCaseError;
error.reason satisfies "blocked" | "trapped" | "no_webassembly" | "not_initialised" | "bad_module";

declare const response: CaseResponse;
response.id satisfies number | bigint;
