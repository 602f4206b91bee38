// What may be given, what is answered, and the options.
import {
  applyDefaults,
  type BuildResult,
  buildPayload,
  type CaseInput,
  type CaseOptions,
  type CasePayload,
  type CaseResponse,
  CHECK_TYPES,
  checkField,
  type Field,
  fieldLabel,
  fields,
  flattenIssues,
  formatIssues,
  init,
  jsonSchema,
  parse,
  type SparseCasePayload,
  type SphinxCaseError,
  toProblemDetails,
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

const built: BuildResult<SparseCasePayload> = buildPayload(request, {
  defaults: "omit",
  maxBytes: 1000,
  rules: { unknown_option: "off" },
});
if (built.ok) {
  built.body satisfies string;
  built.payload satisfies SparseCasePayload;
  // @ts-expect-error: absent if it has its default value
  built.payload satisfies CasePayload;
  built.payload.customer_id satisfies number | bigint | undefined;
  built.defaulted satisfies ("delete_after" | "auto_start")[];
  built.warnings[0]?.code satisfies string | undefined;
  // @ts-expect-error: only where there is no body
  built.issues;
} else {
  [...built.errors, ...built.warnings] satisfies typeof built.issues;
  built.issues[0]?.message satisfies string | undefined;
  // @ts-expect-error: there is none
  built.body;
}

// Defaults are present, unless an option says that they are left out.
const complete = buildPayload(request);
if (complete.ok) complete.payload.delete_after satisfies number;
parse(request).auto_start satisfies boolean;
parse(request, { unknownFields: "strip" }).auto_start satisfies boolean;
parse(request, { defaults: "explicit" }).auto_start satisfies boolean;
parse(request, { defaults: "omit" }).auto_start satisfies boolean | undefined;
// @ts-expect-error: may be absent
parse(request, { defaults: "omit" }).auto_start satisfies boolean;
declare const options: CaseOptions;
// @ts-expect-error: may be absent, because the options may say so
parse(request, options).auto_start satisfies boolean;

// Read-only arrays, and objects whose type is an interface.
interface Details {
  dob: string;
  address?: { city: string };
}
declare const details: Details;
({
  checks: [{ check_type: "PEP", document_ids: [1] }],
  customer: { full_name: "A", input_details: details },
  document_ids: [1, 2],
}) as const satisfies CaseInput;
// @ts-expect-error: an array is not an object of any shape
({ full_name: "A", input_details: [1] }) satisfies CaseInput["customer"];

const { issues, errors } = validate(request);
flattenIssues(errors).fields["customer.full_name"] satisfies string[] | undefined;
formatIssues(issues) satisfies string;
toProblemDetails(issues).status satisfies number;
fieldLabel("checks[0].check_type", ["de-AT", "en"]) satisfies string;
fieldLabel(["checks", 0, "check_type"]) satisfies string;
for (const issue of issues) fieldLabel(issue) satisfies string;
CHECK_TYPES.includes("PEP") satisfies boolean;

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
error.reason satisfies "blocked" | "trapped" | "no_webassembly" | "not_initialised" | "bad_module" | "not_loaded";

declare const response: CaseResponse;
response.id satisfies number | bigint;
