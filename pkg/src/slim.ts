/**
 * `sphinx-case/slim`: the same functions without the WebAssembly inside. You bring it, once, before the first call:
 * `sphinx-case/core.wasm` is the file. For libraries, edge hosts with their own way to load modules, and the smallest bundles.
 */

import { engine } from "./core.js";
import { SphinxCaseError } from "./errors.js";

/** What the core can be made from: its bytes, a response that holds them, where they are, or the compiled module. */
export type WasmSource = BufferSource | Response | URL | WebAssembly.Module;

/**
 * Starts the core from `core.wasm`. Calling it again does nothing; after a failure it can be called again.
 *
 * @throws SphinxCaseError when it cannot be fetched, is not this package's module, or may not be compiled.
 */
export function init(source: WasmSource | PromiseLike<WasmSource>): Promise<void> {
  return engine().initialise(async () => {
    const given = await source;
    const reached = typeof URL !== "undefined" && given instanceof URL ? await fetch(given) : given;
    return isResponse(reached) ? bytesOf(reached) : reached;
  });
}

/** Starts the core at once, from its bytes or the compiled module. Calling it again does nothing. */
export function initSync(source: BufferSource | WebAssembly.Module): void {
  engine().initialiseSync(source);
}

function isResponse(value: unknown): value is Response {
  return typeof Response !== "undefined" && value instanceof Response;
}

async function bytesOf(response: Response): Promise<ArrayBuffer> {
  if (response.ok) return response.arrayBuffer();
  throw new SphinxCaseError(
    "bad_module",
    `The WebAssembly core could not be fetched: ${response.status} ${response.statusText} ${response.url}`,
  );
}

export * from "./face.js";
