/** The catalogues that the package brings: whole, only in bundles that ask for them, and enough to render again without the core. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { buildSync } from "esbuild";
import { entry, project, require, sphinx } from "./package.mjs";

/** The languages besides English. */
const TRANSLATED = require("sphinx-case/languages/list");
const catalogues = Object.fromEntries(TRANSLATED.map((tag) => [tag, require(`sphinx-case/languages/${tag}`)]));
const { de } = catalogues;

describe("the catalogues of the package", () => {
  test("name every field and every option, with texts throughout", () => {
    const paths = sphinx.fields.map(({ path }) => path);
    for (const tag of TRANSLATED) {
      const { language, fields, options, form, ...rest } = catalogues[tag];
      assert.equal(language, tag);
      assert.deepEqual(Object.keys(rest), ["messages"]);
      assert.deepEqual(Object.keys(fields).sort(), [...paths].sort());
      for (const field of sphinx.fields.filter(({ options: known }) => known !== undefined))
        assert.deepEqual(Object.keys(options[field.path]).sort(), field.options.map(({ value }) => value).sort());
      assert.deepEqual(Object.keys(form).sort(), Object.keys(de.form).sort());
      for (const { label, hint } of Object.values(fields)) assert.equal(label !== "" && /\.$/.test(hint), true);
    }
  });

  test("are the same as ES modules", async () => {
    const code = `import c from "sphinx-case/languages/de"; console.log(JSON.stringify(c));`;
    assert.deepEqual(JSON.parse(node(code)), de);
    assert.deepEqual(Object.keys(await entry("index")).includes("addLanguage"), true);
  });

  test("are in no bundle that does not ask for them, nor are the texts of forms", () => {
    const text = bundle('export { validate, buildPayload, renderMessage, addLanguage } from "sphinx-case"', "esm");
    assert.doesNotMatch(text, /erforderlich|obligatorio|obligatoire|There is a problem/);
    assert.match(text, /This field is required/);
  });
});

describe("rendering again needs", () => {
  const again = `renderMessage({ code: "too_long", params: { max: 1000, actual: 12345 } }, german)`;
  const expected = "Geben Sie höchstens 1.000 Zeichen ein (derzeit 12.345)";

  test("no WebAssembly", () => {
    const code = `import { renderMessage } from "sphinx-case"; import german from "sphinx-case/languages/de"; console.log(typeof WebAssembly, ${again});`;
    assert.equal(node(code, "--jitless", "--no-warnings"), `undefined ${expected}\n`);
  });

  test("and no Intl: digits are then plain", () => {
    const context = createContext({});
    runInContext("delete globalThis.Intl", context);
    runInContext(
      bundle('export * from "sphinx-case"; export { default as german } from "sphinx-case/languages/de"', "iife"),
      context,
    );
    const say = (code) => runInContext(`{ const { renderMessage, german } = all; ${code} }`, context);
    assert.equal(say(again), expected.replaceAll(/(?<=\d)\./g, ""));
    assert.equal(
      say('renderMessage({ code: "too_deep", params: { max: 1 } }, german)'),
      "Dieser Wert ist mehr als 1 Ebene tief verschachtelt",
    );
  });
});

function bundle(contents, format) {
  const options = { bundle: true, globalName: "all", write: false, platform: "browser" };
  return buildSync({ stdin: { contents, resolveDir: project }, format, ...options }).outputFiles[0].text;
}

function node(code, ...flags) {
  return execFileSync(process.execPath, [...flags, "--input-type=module", "--eval", code], {
    cwd: project,
    encoding: "utf8",
  });
}
