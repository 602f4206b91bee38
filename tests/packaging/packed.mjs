/** Gives every test the package as npm would deliver it: packed, and installed into a project of its own. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const pkg = join(root, "pkg");
const folder = join(root, "target/packed");

/** Entries of the package that a test may import through the project, and so as an installed package. */
const ENTRIES = { index: "sphinx-case", slim: "sphinx-case/slim", lines: "sphinx-case/lines" };

/**
 * A project with the package installed from its tarball. Test files run at the same time in processes of their own;
 * they share one install for each state of the built package.
 */
export function installedProject() {
  const project = join(folder, fingerprint());
  if (existsSync(project)) return project;
  mkdirSync(folder, { recursive: true });
  const fresh = mkdtempSync(join(folder, "new-"));
  installInto(fresh, packInto(fresh));
  for (const [name, entry] of Object.entries(ENTRIES))
    writeFileSync(join(fresh, `${name}.mjs`), `export * from "${entry}";\n`);
  publishOnce(fresh, project);
  return project;
}

/** The tarball of {@link installedProject}. */
export function tarball() {
  const project = installedProject();
  return join(
    project,
    readdirSync(project).find((name) => name.endsWith(".tgz")),
  );
}

/** An empty project in the system's folder for temporary files, with the package installed; `files` are written into it. */
export function projectWith(files, ...packages) {
  const project = mkdtempSync(join(tmpdir(), "sphinx-case-packaging-"));
  const given = { "package.json": '{ "private": true }', ...files };
  for (const [name, text] of Object.entries(given)) writeFileSync(join(project, name), text);
  installInto(project, tarball(), ...packages);
  return project;
}

/** Removes what {@link projectWith} made. */
export function remove(project) {
  rmSync(project, { recursive: true, force: true });
}

/** Runs npm quietly. */
export function npm(cwd, ...args) {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function packInto(target) {
  if (!existsSync(join(pkg, "dist/index.js"))) throw new Error("there is no pkg/dist yet: run `make pkg` first");
  const [{ filename }] = JSON.parse(npm(pkg, "pack", "--json", "--pack-destination", target));
  return join(target, filename);
}

function installInto(project, ...packages) {
  if (!existsSync(join(project, "package.json"))) writeFileSync(join(project, "package.json"), '{ "private": true }');
  npm(
    project,
    "install",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    "--no-package-lock",
    ...packages,
  );
}

function publishOnce(fresh, project) {
  try {
    renameSync(fresh, project);
  } catch (error) {
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    rmSync(fresh, { recursive: true }); // another test file was faster
  }
  for (const other of readdirSync(folder)) {
    if (join(folder, other) !== project && !other.startsWith("new-"))
      rmSync(join(folder, other), { recursive: true, force: true });
  }
}

function fingerprint() {
  const hash = createHash("sha256");
  const files = readdirSync(join(pkg, "dist"), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  for (const path of [join(pkg, "package.json"), fileURLToPath(import.meta.url), ...paths])
    hash.update(path).update(readFileSync(path));
  return hash.digest("hex").slice(0, 16);
}
