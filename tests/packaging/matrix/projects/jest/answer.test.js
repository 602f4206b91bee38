const { answer } = require("./answer.cjs");

test("the answer", () => {
  expect(answer()).toBe(process.env.EXPECTED);
});
