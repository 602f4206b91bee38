/** The installed package in test runners, with no configuration for it. */

import { join } from "node:path";
import { after, test } from "node:test";
import { projectWith, remove, run } from "./packed.mjs";
import { ANSWER, IMPORT, PRINT, REQUIRE } from "./program.mjs";

const CHECK = `test("the package", () => { ${PRINT} expect(answer).toBe(${JSON.stringify(ANSWER)}); });`;
/** In jsdom bytes are those of another realm, and there is no TextDecoder. */
const BODIES = `const { createCaseForm, mapServerErrors } = require("sphinx-case");
  const bytes = Uint8Array.from('{"customer_id":["This field is required."]}', (character) => character.charCodeAt(0));
  test.each([["bytes", bytes], ["an ArrayBuffer", bytes.buffer], ["a DataView", new DataView(bytes.buffer)]])("%s as a body", (_, body) => {
    expect(mapServerErrors(400, body).map(({ code, name }) => code + " " + name)).toEqual(["required customer_id"]);
    const form = createCaseForm();
    form.serverErrors(400, body);
    expect(form.getSnapshot().shown.map(({ name }) => name)).toEqual(["customer_id"]);
  });
  test.each([["a promise", Promise.resolve({})], ["a Blob", new Blob(["{}"])], ["a Map", new Map()]])("%s is refused", (_, body) => {
    expect(() => mapServerErrors(400, body)).toThrow(TypeError);
  });`;
/** Vue proxies what is reactive deeply. */
const VUE = `import { expect, test } from "vitest";
  import { isReactive, reactive, ref, toRaw } from "vue";
  import { createCaseForm } from "sphinx-case";
  test("snapshots and forms in Vue", () => {
    const form = createCaseForm({ initial: { customer_id: 1, checks: [{ check_type: "PEP" }] }, show: "always" });
    const snapshot = ref(form.getSnapshot());
    const state = reactive({ snapshot: form.getSnapshot(), form });
    form.subscribe((next) => { snapshot.value = next; state.snapshot = next; });
    state.form.set("delete_after", "x");
    for (const seen of [snapshot.value, state.snapshot, { ...snapshot.value }]) {
      expect(seen.issues.map(({ name, code }) => name + " " + code)).toEqual(["delete_after invalid_type"]);
      expect(seen.shown.length).toBe(1);
      expect(seen.fields.get("delete_after").value).toBe("x");
      expect(seen.valid).toBe(false);
    }
    expect(isReactive(snapshot.value)).toBe(true);
    expect(toRaw(snapshot.value)).toBe(form.getSnapshot());
    expect(state.form.field("checks[0].check_type").input.value).toBe("PEP");
  });`;
const project = projectWith({
  "vitest/vue.test.js": VUE,
  "vitest/a.test.js": `import { expect, test } from "vitest"; ${IMPORT} ${CHECK}`,
  "jest/package.json": '{ "private": true }',
  "jest/node.test.js": `${REQUIRE} ${CHECK}`,
  "jest/page.test.js": `/** @jest-environment jsdom */
    ${REQUIRE} ${CHECK}
    test("has no text coders, which is why it is here", () => expect(typeof TextEncoder).toBe("undefined"));
    ${BODIES}`,
});
after(() => remove(project));

test("Vitest", () => {
  run(join(project, "vitest"), "npx", "--no-install", "vitest", "run");
});

test("Jest, in Node and in jsdom", () => {
  run(join(project, "jest"), "npx", "--no-install", "jest");
});
