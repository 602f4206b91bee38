// The schema is what the standard's own types say, and infers input and payload.
import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import { type CaseInput, type CasePayload, createCaseSchema, type Issue } from "sphinx-case";

const schema = createCaseSchema({ unknownFields: "strip" });
schema satisfies StandardSchemaV1<CaseInput, CasePayload>;
schema satisfies StandardJSONSchemaV1<CaseInput, CasePayload>;
schema satisfies StandardSchemaV1 & StandardJSONSchemaV1;

type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;
export const input: Same<StandardSchemaV1.InferInput<typeof schema>, CaseInput> = true;
export const output: Same<StandardSchemaV1.InferOutput<typeof schema>, CasePayload> = true;

// As a library that takes any schema uses it.
async function parse<Schema extends StandardSchemaV1>(
  any: Schema,
  value: unknown,
): Promise<StandardSchemaV1.InferOutput<Schema>> {
  const result = await any["~standard"].validate(value, { libraryOptions: { unknownFields: "keep" } });
  if (result.issues) throw new Error(result.issues.map(({ message, path }) => `${path?.join(".")} ${message}`).join());
  return result.value;
}
parse(schema, {}) satisfies Promise<CasePayload>;

// Ours answers at once, with whole issues.
const result = schema["~standard"].validate({});
if (result.issues) {
  result.issues[0] satisfies Issue | undefined;
} else {
  result.value satisfies CasePayload;
}
schema["~standard"].jsonSchema.output({ target: "draft-07" }) satisfies Record<string, unknown>;
