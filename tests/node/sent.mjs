/** What the package makes of one JavaScript value. */
import assert from "node:assert/strict";
import { sphinx } from "./package.mjs";

/** What becomes of a value in free JSON: the JSON it is sent as, or the issues. Checking it alone must say the same. */
export function sent(value) {
  const request = { customer: { full_name: "A", input_details: { value } }, case_config: "kyb" };
  const built = sphinx.buildPayload(request);
  assert.deepEqual(sphinx.validate(request).issues, built.ok ? built.warnings : built.issues);
  if (!built.ok) return built.issues.map(({ code, path, params }) => [code, path.slice(3), params.received ?? params]);
  return /"input_details":([\s\S]*)\},"delete_after"/.exec(built.body)[1];
}
