/** The same small program for every runtime and bundler: it uses the package as a user would, and prints what came out. */

/** Import lines that bring `validate` and `buildPayload`. */
export const IMPORT = 'import { buildPayload, validate } from "sphinx-case";';
export const REQUIRE = 'const { buildPayload, validate } = require("sphinx-case");';

/** Prints one line of JSON. */
export const PRINT = `
const built = buildPayload({ customer: { full_name: "Zoë 😀" }, case_config: "kyb" });
const { issues } = validate('{"customer_id":0}');
const answer = JSON.stringify([built.body, built.payload.auto_start, issues.map(({ code, span }) => [code, span?.column])]);
console.log(answer);
`;

/** That line. */
export const ANSWER = JSON.stringify([
  '{"customer":{"full_name":"Zoë 😀"},"delete_after":-1,"case_config":"kyb","auto_start":true}',
  true,
  [
    ["nothing_to_start", 1],
    ["out_of_range", 16],
  ],
]);
