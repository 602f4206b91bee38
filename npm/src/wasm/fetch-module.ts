/** Where a module can be brought from. */

import { SphinxCaseError } from "./errors.js";

/** What the core can be made from: its bytes, a response that holds them, where they are, or the compiled module. */
export type WasmSource = BufferSource | Response | URL | WebAssembly.Module;

/** The bytes or the module that a source leads to. */
export async function fetched(source: WasmSource | PromiseLike<WasmSource>): Promise<unknown> {
  const given = await source;
  const reached = typeof URL !== "undefined" && given instanceof URL ? await fetch(given) : given;
  return isResponse(reached) ? bytesOf(reached) : reached;
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
