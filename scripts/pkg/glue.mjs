/** Wraps wasm-bindgen's JavaScript in a factory. */
import { writeFileSync } from "node:fs";

/** The functions of each module that the package calls; see `npm/src/wasm/glue.d.ts` and `npm/src/wasm/form-glue.d.ts`. */
const BOUNDARIES = {
  core: ["reserve", "check", "build", "check_field", "apply_defaults"],
  form: [
    "reserve",
    "server_errors",
    "form_new",
    "form_drop",
    "form_event",
    "form_configure",
    "form_build",
    "form_json",
    "form_posted",
  ],
};

/**
 * Writes the glue as one function `createGlue(TextEncoder, TextDecoder)`.
 *
 * As generated it is a module with one instance for ever, and touches TextDecoder when it is imported. Inside a function
 * there can be a second instance after the first has trapped, nothing happens on import (Jest's jsdom has no TextDecoder),
 * and the loader by URL, which the package does not need, can go.
 */
export function writeGlue(name, source, target) {
  const boundary = BOUNDARIES[name];
  const parts = cut(source);
  const body = parts.replace(/^export function /gm, "function ");
  const missing = boundary.filter((name) => !body.includes(`function ${name}(`));
  if (missing.length > 0)
    throw new Error(
      `wasm-bindgen's output has no ${missing.join(", ")}: is src/wasm/ what npm/src/wasm/*glue.d.ts say?`,
    );
  if (/^(import|export) |import\.meta/m.test(body))
    throw new Error("wasm-bindgen's output is not of the form that this script knows");
  writeFileSync(
    target,
    `/** wasm-bindgen's glue, as a factory: each call makes room for one instance. */
export function createGlue(TextEncoder, TextDecoder) {
${indent(body.trim())}

  return { initSync, ${boundary.join(", ")} };
}
`,
  );
}

/** Without the asynchronous loader, its export line, and the reference to a file of types that is not shipped. */
function cut(source) {
  const whole = source.replace(/^\/\* @ts-self-types=.*\n/, "");
  const loader = between(whole, "async function __wbg_load(", "function initSync(");
  const start = between(whole, "let __wbg_init_promise;", "export { initSync");
  return whole
    .replace(loader, "")
    .replace(start, "")
    .replace(/^export \{ initSync, .*\};?\s*$/m, "");
}

function between(source, first, last) {
  const from = source.indexOf(first);
  const to = source.indexOf(last);
  if (from === -1 || to <= from) throw new Error(`wasm-bindgen's output has no "${first}" before "${last}" any more`);
  return source.slice(from, to);
}

function indent(text) {
  return text.replace(/^(?=.)/gm, "  ");
}
