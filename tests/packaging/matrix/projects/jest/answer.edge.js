/** @jest-environment @edge-runtime/jest-environment */
const { validate } = require("sphinx-case");

test("a request, in an environment with the condition `edge-light`", () => {
  expect(validate({ customer_id: 0 }).issues.map(({ code }) => code)).toEqual(["nothing_to_start", "out_of_range"]);
});
