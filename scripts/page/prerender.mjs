/** Writes the English texts into the HTML of the page, with the modules of the page itself. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { parseHTML } from "linkedom";

const ENTRY = `
  import { createCaseForm } from "./pkg/index.js";
  import { buildParts, renderPage } from "./page/render.js";

  export function render() {
    buildParts();
    renderPage(createCaseForm().text);
  }
`;

/** The document of the page. */
export function openDocument(html) {
  const { document } = parseHTML(html);
  // In linkedom the content of a template is a copy, whose changes are not written.
  for (const template of document.querySelectorAll("template")) exposeChildren(template);
  return document;
}

function exposeChildren(template) {
  Object.defineProperty(template, "content", { value: template });
  for (const inner of template.querySelectorAll("template")) exposeChildren(inner);
}

/**
 * Writes labels, hints and options into the document, so that it can be read before its scripts have run, and without them.
 * They come from the page's own modules, so no text is written twice.
 */
export async function renderTexts(document, { sources, work }) {
  const outfile = join(work, "render.mjs");
  await build({
    stdin: { contents: ENTRY, resolveDir: sources },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    preserveSymlinks: true,
  });
  globalThis.document = document;
  try {
    const { render } = await import(pathToFileURL(outfile).href);
    render();
  } finally {
    delete globalThis.document;
  }
}
