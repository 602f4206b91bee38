/** The declarations of the package as a program in TypeScript uses them; `types.test.mjs` compiles it. */
import { applyDefaults, buildPayload, type CaseInput, type Issue, validate } from "sphinx-case-wasm-pack";

const input: CaseInput = { customer: { full_name: "Ada", customer_type: "COMPANY" }, checks: [{ check_type: "PEP" }] };

const { valid, issues, omitted } = validate(input, { language: "de", rules: { unknown_option: "off" } });
const messages: string[] = issues.map((issue: Issue) => `${issue.name}: ${issue.message}`);
for (const issue of issues) if (issue.code === "too_long") console.log(issue.params.max + issue.params.actual);

const built = buildPayload(JSON.stringify(input));
if (built.ok) console.log(built.body, built.payload.delete_after, built.defaulted, valid, omitted, messages);
else console.log(built.issues.length);

const filled = applyDefaults({ customer_id: 9007199254740993n });
const days: number | bigint = filled.delete_after;
const id: bigint = filled.customer_id;
console.log(days, id);

// @ts-expect-error the name of an option
validate(input, { unknownfields: "keep" });
// @ts-expect-error a value that is not one of the option's
buildPayload(input, { defaults: "none" });
// @ts-expect-error a field that requests do not have
applyDefaults({ customerId: 1 } satisfies CaseInput);
