/** Gives every test the package as npm would deliver it: packed, and installed into a project of its own. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const pkg = join(root, "pkg");
const folder = join(root, "target/packed");
const toolsFolder = join(root, "target/packaging-tools");
const toolsManifest = fileURLToPath(new URL("package.json", import.meta.url));

/** Entries of the package that a test may import through the project, and so as an installed package. */
const ENTRIES = { index: "sphinx-case", slim: "sphinx-case/slim", lines: "sphinx-case/lines", csv: "sphinx-case/csv" };

/**
 * A project with the package installed from its tarball. Test files run at the same time in processes of their own;
 * they share one install for each state of the built package.
 */
export function installedProject() {
  return madeOnce(folder, fingerprint(builtFiles()), (fresh) => {
    install(fresh, pack(fresh));
    for (const [name, entry] of Object.entries(ENTRIES)) {
      writeFileSync(join(fresh, `${name}.mjs`), `export * from "${entry}";\n`);
    }
  });
}

/** The tarball of {@link installedProject}. */
export function tarball() {
  const project = installedProject();
  const name = readdirSync(project).find((file) => file.endsWith(".tgz"));
  return join(project, name);
}

/**
 * A fresh project with these files, the package installed, and the bundlers and test runners of `package.json` in reach:
 * they are installed once, in a folder around all such projects.
 */
export function projectWith(files) {
  const projects = join(installedTools(), "projects");
  mkdirSync(projects, { recursive: true });
  const project = mkdtempSync(join(projects, "project-"));
  const given = { "package.json": '{ "private": true, "type": "module" }', ...files };
  for (const [name, text] of Object.entries(given)) {
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), text);
  }
  install(project, tarball());
  return project;
}

/** Removes what {@link projectWith} made. */
export function remove(project) {
  rmSync(project, { recursive: true, force: true });
}

/** Runs a program in a project and answers what it printed; the error of one that fails holds all of its output. */
export function run(cwd, program, ...args) {
  try {
    return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    throw new Error(`${program} ${args.join(" ")} failed:\n${error.stdout ?? ""}\n${error.stderr ?? error.message}`);
  }
}

function installedTools() {
  return madeOnce(toolsFolder, fingerprint([toolsManifest]), (fresh) => {
    copyFileSync(toolsManifest, join(fresh, "package.json"));
    install(fresh);
  });
}

function pack(target) {
  if (!existsSync(join(pkg, "dist/index.js"))) throw new Error("there is no pkg/dist yet: run `make pkg` first");
  const [{ filename }] = JSON.parse(run(pkg, "npm", "pack", "--json", "--pack-destination", target));
  return join(target, filename);
}

function install(project, ...packages) {
  const manifest = join(project, "package.json");
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true }');
  const quick = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"];
  run(project, "npm", "install", ...quick, ...packages);
}

/** A folder that is filled by whichever process comes first, and replaces those of other names beside it. */
function madeOnce(parent, name, fill) {
  const made = join(parent, name);
  if (existsSync(made)) return made;
  mkdirSync(parent, { recursive: true });
  const fresh = mkdtempSync(join(parent, "new-"));
  fill(fresh);
  try {
    renameSync(fresh, made);
  } catch (error) {
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    rmSync(fresh, { recursive: true }); // another process was faster
  }
  for (const other of readdirSync(parent)) {
    if (other !== name && !other.startsWith("new-")) rmSync(join(parent, other), { recursive: true, force: true });
  }
  return made;
}

function builtFiles() {
  const files = readdirSync(join(pkg, "dist"), { recursive: true, withFileTypes: true });
  const paths = files.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return [join(pkg, "package.json"), ...paths.sort()];
}

function fingerprint(paths) {
  const hash = createHash("sha256");
  for (const path of [fileURLToPath(import.meta.url), ...paths]) hash.update(path).update(readFileSync(path));
  return hash.digest("hex").slice(0, 16);
}
