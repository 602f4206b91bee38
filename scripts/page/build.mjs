/** Builds the page: few files, with their English texts in the HTML. */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { step } from "../pkg/run.mjs";
import { bundleClassic, bundleModules, bundleStyles, copyFile } from "./bundle.mjs";
import { compressFiles } from "./compress.mjs";
import { openDocument, renderTexts } from "./prerender.mjs";

/** Where `scripts/build-pkg.mjs` writes the WebAssembly module of the page. */
export const PAGE_MODULE = resolve("target/page-module");

/** Where the page is built: a copy of `www/` in which `pkg/` is the package, as the addresses in the page have it. */
const work = resolve("target/page");

/**
 * Builds the page from `www/`. Everything that `index.html` refers to, directly or through other files, is taken along.
 * @param options `package`: the built npm package; `target`: the directory of the built page, which is replaced
 */
export async function buildPage({ package: dist, target }) {
  if (![join(dist, "index.js"), PAGE_MODULE].every((path) => existsSync(path)))
    throw new Error("the package, which the page uses, is not built yet: run `make pkg`");
  step("the page: bundles, texts, compression");
  const sources = join(work, "sources");
  const built = join(work, "built");
  rmSync(work, { recursive: true, force: true });
  mkdirSync(built, { recursive: true });
  cpSync("www", sources, { recursive: true });
  symlinkSync(dist, join(sources, "pkg"), "dir");

  const document = openDocument(readFileSync(join(sources, "index.html"), "utf8"));
  await renderTexts(document, { sources, work });
  await replaceFiles(document, sources, built);
  writeFileSync(join(built, "index.html"), `${document}\n`);
  compressFiles(built);

  rmSync(target, { recursive: true, force: true });
  renameSync(built, target);
}

/** Replaces the files that the HTML refers to by built ones, whose names change with their content. */
async function replaceFiles(document, sources, built) {
  const sheets = [...document.querySelectorAll('link[rel="stylesheet"]')];
  const [sheet, ...others] = sheets;
  const style = await bundleStyles(
    sheets.map((one) => one.getAttribute("href")),
    { sources, built },
  );
  sheet.setAttribute("href", style);
  for (const one of others) one.remove();

  for (const script of document.querySelectorAll("script[src]")) {
    const bundle = script.getAttribute("type") === "module" ? bundleModules : bundleClassic;
    script.setAttribute("src", await bundle(script.getAttribute("src"), { sources, built, modules: PAGE_MODULE }));
  }
  for (const [selector, name] of [
    ["link[rel='icon']", "href"],
    ["img[src]", "src"],
  ])
    for (const one of document.querySelectorAll(selector))
      one.setAttribute(name, copyFile(one.getAttribute(name), { sources, built }));
}
