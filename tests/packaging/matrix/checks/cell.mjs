/** Runs one cell: its project is copied, the package and its tools are installed in it, and its checks run one after the other. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tarball } from "../../packed.mjs";
import { readExtension, readPage } from "./browser.mjs";
import { ANSWER_MODULE } from "./expected.mjs";
import { output, withServer } from "./programs.mjs";
import { withFolder } from "./static.mjs";

const projects = fileURLToPath(new URL("../projects/", import.meta.url));

/**
 * @typedef {object} Cell
 * @property {string} name the name for the command line
 * @property {string} title what the table calls it
 * @property {string} project the folder in `projects/`
 * @property {Record<string, string>} [versions] replaces versions in the project's package.json
 * @property {boolean} [scripts] whether the tools have to run their install scripts
 * @property {Check[]} checks
 *
 * @typedef {object} Check
 * @property {string} what what the table calls it
 * @property {string} [configuration] what a user has to configure; nothing by default
 * @property {string[]} [commands] commands that run first
 * @property {Record<string, string>} [env] environment variables; `EXPECTED` and `VITE_EXPECTED` have the answer of Node
 * @property {string} [output] a command that prints the answer as its last line
 * @property {string} [passes] a command that must end well
 * @property {string} [page] a folder whose `index.html` shows the answer
 * @property {string} [policy] the Content Security Policy of that page
 * @property {string} [extension] the folder of a Chrome extension whose page and worker have the answer
 * @property {string} [server] a command that serves
 * @property {string[]} [paths] paths of the server whose body is the answer
 * @property {string[]} [pages] pages of the server that show the answer
 * @property {(url: string) => Promise<string>} [visit] gets the answer from the server in another way
 * @property {string | ((answer: string) => string)} [expected] what is expected instead of the answer of Node
 * @property {RegExp} [error] what is expected instead of the answer: a clear error
 */

/** Runs a cell and yields the result of each check. An error of the installation is that of all checks. */
export async function* runCell(cell, expected) {
  // Outside the checkout, whose node_modules and lockfile tools would find.
  const project = mkdtempSync(join(tmpdir(), `sphinx-case-${cell.name}-`));
  const env = { EXPECTED: expected, VITE_EXPECTED: expected };
  let broken;
  try {
    await prepare(cell, project);
  } catch (error) {
    broken = error;
  }
  for (const check of cell.checks) {
    const started = Date.now();
    let error;
    try {
      if (broken) throw broken;
      for (const command of check.commands ?? []) await output(project, command, { ...env, ...check.env });
      for (const [place, text] of await answers(project, { ...check, env: { ...env, ...check.env } }))
        compare(place, text, check.error ?? expectedOf(check, expected));
    } catch (caught) {
      error = caught.message;
    }
    yield { cell: cell.name, what: check.what, error, seconds: Math.round((Date.now() - started) / 1000) };
  }
  if (process.env.KEEP === undefined) rmSync(project, { recursive: true, force: true });
}

async function prepare({ project: source, versions = {}, scripts = false }, project) {
  cpSync(join(projects, source), project, { recursive: true });
  const answer = readFileSync(ANSWER_MODULE, "utf8");
  writeFileSync(join(project, "answer.js"), answer);
  writeFileSync(join(project, "answer.cjs"), asCommonJs(answer));
  const manifest = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  manifest.dependencies = { ...manifest.dependencies, ...versions, "sphinx-case": `file:${tarball()}` };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest, null, 2));
  const flags = "--prefer-offline --no-audit --no-fund --loglevel=error --legacy-peer-deps";
  await output(project, `npm install ${flags} ${scripts ? "" : "--ignore-scripts"}`);
}

function asCommonJs(module) {
  return module
    .replace(/^import (\{.*\}) from (".*");$/m, "const $1 = require($2);")
    .replace("export function answer", "exports.answer = function answer");
}

/** The answers of a check, each with where it is from. */
async function answers(project, check) {
  if (check.passes !== undefined) {
    await output(project, check.passes, check.env);
    return [];
  }
  if (check.output !== undefined) {
    const out = await output(project, check.output, check.env);
    return [[check.output, out.trim().split("\n").at(-1)]];
  }
  if (check.page !== undefined)
    return withFolder(join(project, check.page), check.policy, async (url) => [
      ["the page", await readPage(`${url}/`)],
    ]);
  if (check.extension !== undefined) {
    const read = await readExtension(join(project, check.extension), join(project, "profile"), "page.html");
    return Object.entries(read);
  }
  return withServer(project, check.server, check.env, async (url) => {
    const all = [];
    for (const path of check.paths ?? []) {
      const response = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(120_000) });
      all.push([path, (await response.text()).trim()]);
    }
    for (const path of check.pages ?? []) all.push([path, await readPage(`${url}${path}`)]);
    if (check.visit) all.push(["the visit", await check.visit(url)]);
    return all;
  });
}

function expectedOf({ expected: own }, answer) {
  return typeof own === "function" ? own(answer) : (own ?? answer);
}

function compare(place, text, expected) {
  const isRight = expected instanceof RegExp ? expected.test(text) : text === expected;
  if (!isRight) throw new Error(`${place}: expected ${expected}\nbut got ${text?.slice(0, 3000)}`);
}
