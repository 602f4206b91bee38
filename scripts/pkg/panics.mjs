/**
 * Removes the messages of panics from a module. On wasm32-unknown-unknown a panic cannot write them, and ends in a trap. So
 * functions that panic trap at once, without formatting a message.
 */
import binaryen from "binaryen";

/**
 * The functions that are called to panic or when memory is exhausted, and those that only they call. wasm-bindgen's `throw_str` is
 * called when a panic is caught, and needs an import.
 */
const PANICS =
  /^<?(core|std)::panicking::|::panic_access_error$|::assert_failed$|::len_mismatch_fail$|^__rustc::(rust_begin_unwind|__rust_alloc_error_handler)$|^alloc::alloc::handle_alloc_error$|^alloc::raw_vec::(handle_error|capacity_overflow)$|^std::alloc::(rust_oom|default_alloc_error_hook)|::__rust_end_short_backtrace::|^core::ptr::drop_in_place::<std::panicking::|^wasm_bindgen::throw_str$/;

/** `core::fmt`, which formats the messages. It is in function tables, so the optimizer must keep it. */
const TEXTS = /core::fmt::/;

/** What wasm-bindgen adds for references to JavaScript values and for restarts. The package uses neither. */
const UNUSED_EXPORTS = ["__wbindgen_start", "__wbindgen_externrefs", "__abort_handler", "__instance_terminated"];

/** The module, with names, in which every function that panics only traps, and without what only wasm-bindgen's own loader uses. */
export function withoutPanics(bytes) {
  const module = binaryen.readBinary(bytes);
  for (const name of UNUSED_EXPORTS) module.removeExport(name);
  let panics = 0;
  for (let place = 0; place < module.getNumFunctions(); place++) {
    const found = module.getFunctionByIndex(place);
    const { name, module: importedFrom } = binaryen.getFunctionInfo(found);
    if (importedFrom || !isOfPanics(name)) continue;
    binaryen.Function.setBody(found, module.unreachable());
    panics++;
  }
  if (panics === 0)
    throw new Error("no function of this module panics: does it have names, or has Rust renamed the functions?");
  refuseTexts(module.emitText());
  binaryen.setDebugInfo(true); // Names are kept for `size.mjs --where`.
  const result = module.emitBinary();
  module.dispose();
  return result;
}

function isOfPanics(name) {
  const plain = name.replace(/::h[0-9a-f]{16}$/, "").replace(/\[[0-9a-f]{16}\]/g, "");
  return PANICS.test(plain) || TEXTS.test(plain);
}

/** Checks that no other function uses `core::fmt`: it would trap. */
function refuseTexts(text) {
  let caller = "";
  for (const line of text.split("\n")) {
    const [, what, quoted] = /\((func|call) \$("(?:[^"\\]|\\.)*"|[^\s()]+)/.exec(line) ?? [];
    if (what === "func") caller = quoted;
    if (what === "call" && TEXTS.test(quoted.replace(/\[[0-9a-f]{16}\]/g, "")))
      throw new Error(`${caller} uses ${quoted}, which is not in the module: see scripts/pkg/panics.mjs`);
  }
}
