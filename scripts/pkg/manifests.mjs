/** Writes the package.json of the package, and one for each of its entries for tools that do not read `exports`. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LANGUAGES } from "./languages.mjs";

/**
 * TypeScript's `moduleResolution: node`, Parcel, Metro and other tools that do not read `exports` resolve `sphinx-case/dom` to the
 * folder `dom/` of the package, and read the package.json in it.
 */
export function writeManifests(sources, folder) {
  copyFileSync(join(sources, "package.json"), join(folder, "package.json"));
  const { exports } = JSON.parse(readFileSync(join(sources, "package.json"), "utf8"));
  for (const [entry, conditions] of Object.entries(exports)) {
    if (entry === "." || !conditions.import?.default.endsWith(".js")) continue;
    for (const name of entry.includes("*") ? [...LANGUAGES, "list"] : [""])
      writeManifest(folder, entry.replace("*", name), conditions, name);
  }
}

function writeManifest(folder, entry, { import: module, require: common }, name) {
  const up = "../".repeat(entry.split("/").length - 1);
  const path = (file) => file.replace("./", up).replace("*", name);
  const manifest = {
    main: path(common.default),
    module: path(module.default),
    types: path(module.types),
    sideEffects: false,
  };
  mkdirSync(join(folder, entry), { recursive: true });
  writeFileSync(join(folder, entry, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
