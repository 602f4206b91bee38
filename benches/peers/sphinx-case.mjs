/** This package as it is published, with no option set. */
import { buildPayload, validate } from "../../pkg/dist/index.js";

export const name = "sphinx-case";

function built(input) {
  const result = buildPayload(input);
  if (!result.ok) throw new Error(result.issues[0].message);
  return result;
}

export const fromText = (json) => built(json).body;
export const parse = (object) => built(object).payload;
export const issuesOf = (object) => validate(object).issues;
export const toBody = (object) => built(object).body;
