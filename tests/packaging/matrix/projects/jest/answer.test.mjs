import { answer } from "./answer.mjs";

test("the answer", () => {
  expect(answer()).toBe(process.env.EXPECTED);
});
