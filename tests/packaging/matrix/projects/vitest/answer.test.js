import { expect, test } from "vitest";
import { answer } from "./answer.js";

test("the answer", () => {
  expect(answer()).toBe(import.meta.env.VITE_EXPECTED);
});
