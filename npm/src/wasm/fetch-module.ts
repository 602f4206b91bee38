/** Fetches a WebAssembly module. */

import { SphinxCaseError } from "./errors.js";

/** A compiled WebAssembly module, where the libraries of TypeScript declare that type. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module
  : object;

/** What is read of a `Response`. */
export interface WasmResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What is read of a `URL`. */
export interface WasmUrl {
  readonly href: string;
  readonly origin: string;
}

/** The source of a WebAssembly module: its bytes, a response with them, their URL, or the compiled module. */
export type WasmSource = ArrayBuffer | ArrayBufferView | WasmResponse | WasmUrl | WasmModule;

/** The bytes or the compiled module of a source. */
export async function fetchModule(source: WasmSource | PromiseLike<WasmSource>): Promise<unknown> {
  const resolved = await source;
  const fetched = isUrl(resolved) ? await fetch(resolved.href) : resolved;
  return isResponse(fetched) ? bytesOf(fetched) : fetched;
}

// By their members, because edge runtimes and test environments have classes of several realms.

function isUrl(value: unknown): value is WasmUrl {
  const url = value as Partial<WasmUrl> | undefined;
  return typeof url?.href === "string" && typeof url.origin === "string";
}

function isResponse(value: unknown): value is WasmResponse {
  return typeof (value as Partial<WasmResponse> | undefined)?.arrayBuffer === "function";
}

async function bytesOf(response: WasmResponse): Promise<ArrayBuffer> {
  if (response.ok) return response.arrayBuffer();
  throw new SphinxCaseError(
    "bad_module",
    `The WebAssembly could not be fetched: ${response.status} ${response.statusText} ${response.url}`,
  );
}
