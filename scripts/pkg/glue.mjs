/** Wraps wasm-bindgen's JavaScript in a factory. */
import { writeFileSync } from "node:fs";
import { BUILDS } from "./modules.mjs";

/**
 * Writes the glue as one function `createGlue(wasm, TextEncoder, TextDecoder)`, where `wasm` has what an instance exports.
 *
 * wasm-bindgen generates a module with one instance, which uses TextDecoder on import. In a function there can be another
 * instance after a trap, and importing has no side effects (Jest's jsdom has no TextDecoder). What loads and starts a module is
 * removed: `npm/src/wasm/engine.ts` does that, also for the modules that are translated to JavaScript.
 */
export function writeGlue(name, source, target) {
  const boundary = BUILDS[name].functions;
  const parts = withoutStart(source);
  const body = withMemoryOfScripts(parts.replace(/^export function /gm, "function "));
  const missing = boundary.filter((name) => !body.includes(`function ${name}(`));
  if (missing.length > 0)
    throw new Error(
      `the output of wasm-bindgen has no ${missing.join(", ")}: do src/wasm/ and npm/src/wasm/*glue.d.ts agree?`,
    );
  if (/^(import|export) |import\.meta/m.test(body))
    throw new Error("the output of wasm-bindgen has a format that this script does not know");
  writeFileSync(
    target,
    `/** wasm-bindgen's glue, as a factory: each call makes the functions of one instance. */
export function createGlue(wasm, TextEncoder, TextDecoder) {
${indent(body.trim())}

  return { ${boundary.join(", ")} };
}
`,
  );
}

/** Removes what loads and starts a module, its imports (it has none, see `wasm.mjs`), and the reference to a file of types. */
function withoutStart(source) {
  const whole = source.replace(/^\/\* @ts-self-types=.*\n/, "");
  const imports = between(whole, "function __wbg_get_imports(", "let cachedDataViewMemory0");
  const start = between(whole, "let wasmModule,", "export { initSync");
  return whole
    .replace(imports, "")
    .replace(start, "")
    .replace(/^export \{ initSync, .*\};?\s*$/m, "");
}

/** The views of the memory are renewed when it has grown. A module in JavaScript cannot detach the old ones, so they are compared. */
function withMemoryOfScripts(body) {
  const renewed = body.replace(
    /if \((cached\w+Memory0) === null \|\| .*\) \{$/gm,
    "if ($1 === null || $1.buffer !== wasm.memory.buffer) {",
  );
  if (renewed.split(".buffer !== wasm.memory.buffer) {").length !== 3)
    throw new Error("the output of wasm-bindgen no longer has two views of the memory");
  return renewed;
}

function between(source, first, last) {
  const from = source.indexOf(first);
  const to = source.indexOf(last);
  if (from === -1 || to <= from)
    throw new Error(`the output of wasm-bindgen no longer has "${first}" before "${last}"`);
  return source.slice(from, to);
}

function indent(text) {
  return text.replace(/^(?=.)/gm, "  ");
}
