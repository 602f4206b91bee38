/** What is left of a large input in memory: WebAssembly memory never shrinks, so the instance that grew must go. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { project } from "./package.mjs";

const PROGRAM = `
let instances = 0;
const { Instance } = WebAssembly;
WebAssembly.Instance = function (module) {
  const instance = new Instance(module);
  if ("check" in instance.exports) instances++;
  return instance;
};
const { validate } = await import(process.argv[2]);
const text = '{"customer_id":1,"case_config":"c","document_ids":[' + "1,".repeat(4e6) + "1]}";
const settled = async () => {
  for (let round = 0; round < 3; round++) {
    globalThis.gc();
    await new Promise((done) => setTimeout(done, 20));
  }
  return process.memoryUsage().rss;
};
validate("{}");
const before = await settled();
const { omitted } = validate(text);
const during = process.memoryUsage().rss;
const small = validate('{"customer_id":1,"case_config":"c"}').valid;
validate(text);
const reused = instances;
const after = await settled();
validate(text);
console.log(JSON.stringify({ before, during, after, omitted, small, reused, instances }));
`;

test("a large input is read, and leaves no large memory behind", () => {
  const address = pathToFileURL(join(project, "index.mjs")).href;
  const given = ["--expose-gc", "--input-type=module", "--eval", PROGRAM, "-", address];
  const { stdout, stderr, status } = spawnSync(process.execPath, given, { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const { before, during, after, omitted, small, reused, instances } = JSON.parse(stdout);
  assert.equal(omitted, 4_000_000 - 10_000);
  assert.equal(small, true, "a small input is read by another instance");
  assert.equal(reused, 2, "the next large input is read by the instance that grew");
  assert.equal(instances, 3, "once garbage was collected, it is gone");
  assert.ok(during - before > 100e6, `the input took ${during - before} bytes, so the test says something`);
  assert.ok(after - before < 50e6, `${after - before} bytes stayed`);
});

const RENDERS = `
const { createCaseForm } = await import(process.argv[2]);
const render = () => {
  const form = createCaseForm({ initial: { customer_id: 1, checks: [{ check_type: "PEP" }] } });
  return form.field("customer_id").input.value + form.getSnapshot().fields.size;
};
const measure = (count) => {
  for (let round = 0; round < count; round++) render();
  globalThis.gc();
  return process.memoryUsage().rss;
};
measure(2000);
measure(2000);
const before = measure(2000);
console.log(JSON.stringify({ before, after: measure(20000) }));
`;

test("forms that a server renders in a loop leave no memory behind", () => {
  const address = pathToFileURL(join(project, "index.mjs")).href;
  const given = ["--expose-gc", "--input-type=module", "--eval", RENDERS, "-", address];
  const { stdout, stderr, status } = spawnSync(process.execPath, given, { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const { before, after } = JSON.parse(stdout);
  // The resident set changes by up to 25 MB by itself. A form that stays takes more than 10 KB.
  assert.ok(after - before < 60e6, `${after - before} bytes for 20,000 forms`);
});
