/** The installed package, for the tests of this folder: nothing here reaches into the sources. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { installedProject } from "../packaging/packed.mjs";

/** The folder of a project that has the package installed. */
export const project = installedProject();

/** `sphinx-case` and `sphinx-case/lines`, as ES modules. */
export const sphinx = await entry("index");
export const lines = await entry("lines");

/** `require` as a CommonJS file of the project has it. */
export const require = createRequire(join(project, "any.cjs"));

/** Imports an entry of the package as an ES module. */
export function entry(name) {
  return import(pathToFileURL(join(project, `${name}.mjs`)).href);
}

/** A request without issues, to be changed by a test. */
export function goodRequest(changes = {}) {
  return { customer_id: 1, case_config: "kyb", ...changes };
}

/** The body of that request. */
export const GOOD_BODY = '{"customer_id":1,"delete_after":-1,"case_config":"kyb","auto_start":true}';
