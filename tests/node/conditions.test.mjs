/**
 * The conditions of hosts that compile no WebAssembly: with them the package runs on its modules in JavaScript, which must give the
 * same results.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { goodRequest, project, sphinx } from "./package.mjs";

const CONDITIONS = ["workerd", "edge-light", "react-native"];
const file = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Node itself needs WebAssembly for `fetch` and `FormData`, so only what the package would use is taken away. */
const WITHOUT_MODULES = "--import=data:text/javascript,WebAssembly.Module=WebAssembly.Instance=undefined";

function node(condition, ...args) {
  return execFileSync(process.execPath, [`--conditions=${condition}`, "--no-warnings", ...args], {
    cwd: project,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined },
  });
}

for (const name of ["corpus", "form", "server-errors", "form-data", "lines"]) {
  test(`tests/node/${name}.test.mjs passes`, () => {
    const out = node(CONDITIONS[0], WITHOUT_MODULES, "--test-reporter=tap", file(`${name}.test.mjs`));
    assert.match(out, /^# pass [1-9]/m);
    assert.match(out, /^# fail 0$/m);
  });
}

describe("each condition, as ES module and as CommonJS", () => {
  const names = "buildPayload, createCaseForm, mapServerErrors, validate";
  const program = `
    const value = ${JSON.stringify(goodRequest({ customer_id: 0, zzz: "Zoë 😀" }))};
    const form = createCaseForm({ initial: value });
    form.append("checks", { check_type: "PEP" });
    console.log(JSON.stringify([buildPayload(${JSON.stringify(goodRequest())}).body, validate(value).issues, form.json(),
      mapServerErrors(400, '{"customer_id":["No."]}'), typeof WebAssembly, typeof bindCaseForm]));`;
  const expected = () => {
    const value = goodRequest({ customer_id: 0, zzz: "Zoë 😀" });
    const form = sphinx.createCaseForm({ initial: value });
    form.append("checks", { check_type: "PEP" });
    const results = [sphinx.buildPayload(goodRequest()).body, sphinx.validate(value).issues, form.json()];
    const issues = sphinx.mapServerErrors(400, '{"customer_id":["No."]}');
    return JSON.parse(JSON.stringify([...results, issues, "undefined", "function"]));
  };
  for (const condition of CONDITIONS) {
    test(condition, () => {
      const module = `import { ${names} } from "sphinx-case"; import { bindCaseForm } from "sphinx-case/dom";`;
      const common = `const { ${names} } = require("sphinx-case"); const { bindCaseForm } = require("sphinx-case/dom");`;
      writeFileSync(join(project, "condition.mjs"), `${module} ${program}`);
      writeFileSync(join(project, "condition.cjs"), `${common} ${program}`);
      assert.deepEqual(JSON.parse(node(condition, "--jitless", "condition.mjs")), expected());
      assert.deepEqual(JSON.parse(node(condition, "--jitless", "condition.cjs")), expected());
    });
  }
});

test("texts that make the memory grow while others are in it", () => {
  const program = `
    import { buildPayload, createCaseForm } from "sphinx-case";
    const form = createCaseForm();
    form.set("customer.full_name", "Ada");
    for (let size = 1; size < 1 << 22; size *= 4) {
      const { body } = buildPayload({ customer: { full_name: "Zoë", input_details: { text: "é".repeat(size) } }, case_config: "k" });
      if (!body.includes("é".repeat(size))) throw new Error(String(size));
      form.set("customer.input_details", JSON.stringify({ text: "é".repeat(size) }));
      if (!form.json().includes("é".repeat(size))) throw new Error("form " + size);
    }
    console.log(form.json().slice(0, 40));`;
  writeFileSync(join(project, "growing.mjs"), program);
  assert.match(node("edge-light", WITHOUT_MODULES, "growing.mjs"), /"full_name":"Ada"/);
});
