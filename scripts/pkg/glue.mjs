/** Wraps wasm-bindgen's JavaScript in a factory. */
import { writeFileSync } from "node:fs";

/** The functions of each module that the package calls; see `npm/src/wasm/glue.d.ts` and `npm/src/wasm/form-glue.d.ts`. */
const BOUNDARIES = {
  core: ["reserve", "check", "build", "check_field", "apply_defaults"],
  form: [
    "reserve",
    "server_errors",
    "outcome_unknown",
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
 * wasm-bindgen generates a module with one instance, which uses TextDecoder on import. In a function there can be another
 * instance after a trap, importing has no side effects (Jest's jsdom has no TextDecoder), and the loader by URL, which the
 * package does not need, is removed.
 */
export function writeGlue(name, source, target) {
  const boundary = BOUNDARIES[name];
  const parts = withoutLoader(source);
  const body = parts.replace(/^export function /gm, "function ");
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
export function createGlue(TextEncoder, TextDecoder) {
${indent(body.trim())}

  return { initSync, ${boundary.join(", ")} };
}
`,
  );
}

/** Removes the asynchronous loader, the export line, and the reference to a file of types that is not published. */
function withoutLoader(source) {
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
  if (from === -1 || to <= from)
    throw new Error(`the output of wasm-bindgen no longer has "${first}" before "${last}"`);
  return source.slice(from, to);
}

function indent(text) {
  return text.replace(/^(?=.)/gm, "  ");
}
