/** The examples of the READMEs, used as a reader would use them: bundled with the installed package, in Chromium or Node. */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { projectWith, remove, run } from "./packed.mjs";
import { openChromium } from "./visit.mjs";

const project = projectWith({});
after(() => remove(project));
const { buildPayload, parseFormData } = createRequire(join(project, "any.cjs"))("sphinx-case");
const { visit } = openChromium();

/** The only block of a README with a text in it. */
function block(file, text) {
  const readme = readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), "utf8");
  const found = [...readme.matchAll(/^```(?:js|ts|html)\n([\s\S]*?)^```/gm)].filter(([, code]) => code.includes(text));
  assert.equal(found.length, 1, `${file}: ${text}`);
  return found[0][1];
}

/** Opens a page with HTML and a module, which is bundled. */
async function openPage(t, html, code, options) {
  const folder = join(project, `page-${t.name.replace(/\W+/g, "-")}`);
  mkdirSync(folder);
  writeFileSync(join(folder, "main.ts"), code);
  await build({
    entryPoints: [join(folder, "main.ts")],
    bundle: true,
    format: "esm",
    outfile: join(folder, "main.js"),
  });
  const head = '<!doctype html><meta charset="utf-8"><title>Example</title>';
  writeFileSync(join(folder, "index.html"), `${head}${html}<script type="module" src="main.js"></script>`);
  for (const name of ["core.wasm", "form.wasm"])
    copyFileSync(join(project, "node_modules/sphinx-case/dist", name), join(folder, name));
  return visit(t, folder, options);
}

const expected = (checks = ["PEP"], more = {}) =>
  buildPayload({
    customer: { full_name: "Ada Lovelace" },
    checks: checks.map((check_type) => ({ check_type })),
    ...more,
  }).body;

async function received(bodies, count = 1) {
  const end = Date.now() + 10_000;
  while (bodies.length < count && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(bodies.length, count);
  return bodies[count - 1];
}

test("README.md: in the browser", async (t) => {
  const html = "<form><input name=full_name><button>Send</button></form><output></output>";
  const names =
    "const form = document.querySelector('form') as any, output = document.querySelector('output') as any;\n";
  const code = block("README.md", 'form.addEventListener("submit"');
  const { page, received: bodies } = await openPage(t, html, code.replace("\n\n", `\n\n${names}`));
  await page.click("button");
  await page.waitForFunction(() => document.querySelector("output").textContent !== "");
  assert.match(await page.textContent("output"), /^customer\.full_name: /);
  await page.fill("input", "Ada Lovelace");
  await page.click("button");
  assert.equal(await received(bodies), expected());
});

test("README.md: the plain form asks for the name, the only one of its fields that is needed", async (t) => {
  const html = block("README.md", 'id="case"');
  const [, code] = /<script type="module">([\s\S]*?)<\/script>/.exec(html);
  const { page, received: bodies } = await openPage(t, html.replace(/<script[\s\S]*<\/script>/, ""), code);
  await page.waitForFunction(() => document.querySelector("form").noValidate);
  await page.click("form > button:not([type])");
  const summary = page.locator("[role=alert] a");
  await summary.first().waitFor();
  assert.deepEqual(await summary.allTextContents(), ["Full name: This field is required"]);
  assert.equal(await page.getAttribute("#name", "aria-invalid"), "true");
  await summary.first().click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "name");
  await page.keyboard.type("Ada Lovelace");
  await page.click("[data-case-append]");
  await page.keyboard.type("PEP");
  await page.click("form > button:not([type])");
  assert.equal(await received(bodies), expected());
});

test("npm/README.md: the first example", async (t) => {
  const { received: bodies } = await openPage(t, "", block("npm/README.md", '"/api/cases/"'));
  assert.equal(await received(bodies), expected());
});

test("npm/README.md: a form as a store sends what was set", async (t) => {
  const { received: bodies } = await openPage(t, "", block("npm/README.md", "createCaseForm({"));
  assert.equal(await received(bodies), expected(["PEP"], { auto_start: false }));
});

test("npm/README.md: the plain form is posted, and the server reads it", async (t) => {
  const code = block("npm/README.md", "without the option `submit`");
  const { page, received: bodies } = await openPage(t, block("npm/README.md", 'data-case-list="checks"'), code);
  await page.waitForFunction(() => document.querySelector("form").noValidate);
  await page.click("form > button:not([type])");
  await page.locator("[role=alert] a").first().waitFor();
  assert.equal(await page.locator("[role=alert] a").textContent(), "Full name: This field is required");
  await page.fill("#name", "Ada Lovelace");
  for (const [index, type] of ["PEP", "SANCTION"].entries()) {
    await page.click("[data-case-append]");
    await page.locator("fieldset input").nth(index).fill(type);
  }
  await page.click("form > button:not([type])");
  const built = parseFormData(new URLSearchParams(await received(bodies)));
  assert.equal(built.body, expected(["PEP", "SANCTION"]));
});

test("npm/README.md: languages", async (t) => {
  const code = block("npm/README.md", "addLanguage(german)");
  const { page } = await openPage(t, "", `const input = {};\n${code}\ndocument.title = issues[0]!.message;`);
  await page.waitForFunction(() => document.title !== "Example");
  assert.match(await page.title(), /customer_id, customer/);
});

test("npm/README.md: slim, with the module from a file", async (t) => {
  const code = block("npm/README.md", 'init(fetch("/core.wasm"))');
  const { page } = await openPage(t, "", `${code}\ndocument.title = String(validate({ customer_id: 0 }).valid);`);
  await page.waitForFunction(() => document.title !== "Example");
  assert.equal(await page.title(), "false");
});

test("README.md and npm/README.md: lines", () => {
  const lines = '{"customer_id":1,"case_config":"kyc"}\nnonsense\n';
  writeFileSync(join(project, "cases.ndjson"), lines);
  writeFileSync(
    join(project, "results.mjs"),
    block("README.md", "caseLineResults()").replace("console.error", "console.log"),
  );
  const output = run(project, process.execPath, "results.mjs");
  assert.match(
    output,
    /^1 \{"customer_id":1,"delete_after":-1,"case_config":"kyc","auto_start":true\}\n2 \[\s+': Invalid JSON/,
  );
  const streams = `import { Blob } from "node:buffer";\nconst file = new Blob([${JSON.stringify(lines)}]);
    let text = ""; const output = new WritableStream({ write: (bytes) => { text += new TextDecoder().decode(bytes); } });\n`;
  writeFileSync(join(project, "lines.mjs"), `${streams}${block("npm/README.md", "caseLines()")}\nconsole.log(text);`);
  assert.match(run(project, process.execPath, "lines.mjs"), /"auto_start":true\}\n\{"line":2,"issues":\[/);
});

test("npm/README.md: rows", () => {
  const table = 'Name;Remarks;case_config\n"Zoë; Ünal";x;kyc\n;;ky c\n';
  writeFileSync(join(project, "cases.csv"), table);
  const code = block("npm/README.md", "buildRowResults(").replaceAll("console.error", "console.log");
  writeFileSync(join(project, "rows.mjs"), code);
  assert.match(
    run(project, process.execPath, "rows.mjs"),
    /^2 \{"customer":\{"full_name":"Zoë; Ünal"\},.*\}\n3 undefined undefined Provide .*\n3 case_config ky c Use only letters/,
  );
});
