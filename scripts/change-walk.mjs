/**
 * `node scripts/change-walk.mjs [NAME…]`: makes each change of `tests/changes/` in a copy of the tree, and checks that it touches
 * only the files that CONTRIBUTING.md lists for a change of its kind, that the copy passes the tests of the core, and that the npm
 * package compiles with the TypeScript generated in it.
 *
 * A list of names that a change would have to extend somewhere else makes a test fail here.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const patches = join(root, "tests/changes");
const copies = join(root, "target/changes");

/** Writes the generated modules of the npm package, in the folder of the copy. */
const GENERATE = `
  const { generateSources } = await import(process.cwd() + "/scripts/pkg/generate.mjs");
  generateSources(...process.argv.slice(1));
`;

const all = readdirSync(patches)
  .filter((file) => file.endsWith(".patch"))
  .map((file) => file.slice(0, -".patch".length));
const named = process.argv.slice(2);
const failed = [];
for (const name of named.length > 0 ? named : all) {
  const started = performance.now();
  try {
    walk(name);
    console.log(`[changes] ${name}: ok, ${Math.round((performance.now() - started) / 1000)} s`);
  } catch (error) {
    failed.push(name);
    console.error(`[changes] ${name}: FAILED: ${error.message}`);
    console.error(`[changes] tests/changes/README.md says how to renew tests/changes/${name}.patch`);
  }
}
if (failed.length > 0) {
  console.error(`[changes] FAILED: ${failed.join(" ")}`);
  process.exit(1);
}

/** Applies one patch to a fresh copy, and checks the files it touches and the tests of the copy. */
function walk(name) {
  const patch = join(patches, `${name}.patch`);
  const listed = listedFiles(name);
  const unlisted = touchedFiles(patch).filter((file) => !listed.some((pattern) => pattern.test(file)));
  if (unlisted.length > 0) throw new Error(`CONTRIBUTING.md does not list ${unlisted.join(", ")} for this change`);

  const copy = copyTree(name);
  // Otherwise git finds the repository around the copy, and silently applies nothing because the folder is ignored there.
  run(copy, { GIT_CEILING_DIRECTORIES: copies }, "git", "apply", "--whitespace=nowarn", patch);
  // The copies share what is built of the dependencies. All files of a copy are newer than what an earlier copy left there,
  // so the crate itself is always built again.
  const environment = { CARGO_TARGET_DIR: join(copies, "target") };
  run(copy, environment, "cargo", "test", "--locked", "--quiet", "--lib", "--test", "core");

  // The program prints the TypeScript that the npm package generates from the declarations.
  const dist = join(copy, "target/pkg");
  mkdirSync(dist, { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  run(copy, environment, "node", "--input-type=module", "--eval", GENERATE, "npm/src/generated", dist);
  run(copy, {}, "node_modules/.bin/tsc", "--project", "npm", "--noEmit");
}

/** The paths and globs between the markers of this change in CONTRIBUTING.md. */
function listedFiles(name) {
  const text = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
  const section = text.split(`<!-- files:${name} -->`)[1]?.split("<!-- /files -->")[0];
  if (section === undefined) throw new Error(`CONTRIBUTING.md has no list <!-- files:${name} -->`);
  return [...section.matchAll(/^- `([^`]+)`/gm)].map(([, glob]) => globPattern(glob));
}

/** `*` matches within a folder, and `**` also matches subfolders. */
function globPattern(glob) {
  const parts = glob.split(/(\*+)/).map((part) => {
    if (part === "**") return ".*";
    if (part === "*") return "[^/]*";
    return part.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`);
}

function touchedFiles(patch) {
  const lines = execFileSync("git", ["apply", "--numstat", patch], { cwd: root, encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => line.split("\t")[2]);
}

/** Copies all files that git tracks or would track, with their uncommitted changes. */
function copyTree(name) {
  const copy = join(copies, name);
  rmSync(copy, { recursive: true, force: true });
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", list, { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 }).split("\0");
  for (const file of files) {
    // A deleted file is listed until the deletion is committed.
    if (file === "" || !existsSync(join(root, file))) continue;
    mkdirSync(join(copy, dirname(file)), { recursive: true });
    copyFileSync(join(root, file), join(copy, file));
  }
  return copy;
}

function run(cwd, environment, program, ...args) {
  try {
    execFileSync(program, args, {
      cwd,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "inherit", "inherit"],
    });
  } catch (error) {
    throw new Error(`${[program, ...args].join(" ")} (${error.code ?? `exit status ${error.status}`})`);
  }
}
