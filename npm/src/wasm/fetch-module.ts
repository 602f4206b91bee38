/** Fetches a WebAssembly module. */

import { SphinxCaseError } from "./errors.js";

/** The source of a WebAssembly module: its bytes, a response with them, their URL, or the compiled module. */
export type WasmSource = BufferSource | Response | URL | WebAssembly.Module;

/** The bytes or the compiled module of a source. */
export async function fetchModule(source: WasmSource | PromiseLike<WasmSource>): Promise<unknown> {
  const resolved = await source;
  const fetched = typeof URL !== "undefined" && resolved instanceof URL ? await fetch(resolved) : resolved;
  return isResponse(fetched) ? bytesOf(fetched) : fetched;
}

function isResponse(value: unknown): value is Response {
  return typeof Response !== "undefined" && value instanceof Response;
}

async function bytesOf(response: Response): Promise<ArrayBuffer> {
  if (response.ok) return response.arrayBuffer();
  throw new SphinxCaseError(
    "bad_module",
    `The WebAssembly could not be fetched: ${response.status} ${response.statusText} ${response.url}`,
  );
}
