/** The errors of a WebAssembly module that cannot be started. */

import { SphinxCaseError } from "./errors.js";

/** Throws if the host has no WebAssembly. */
export function requireWebAssembly(): void {
  if (typeof WebAssembly !== "undefined") return;
  throw new SphinxCaseError(
    "no_webassembly",
    "sphinx-case needs WebAssembly, which this JavaScript engine does not have. It may be disabled, for example by a lockdown mode or --jitless. Resolved with the condition `edge-light`, sphinx-case needs none.",
  );
}

/** How engines say that a policy or the host does not allow compiling. */
const FORBIDDEN = /unsafe-eval|content security policy|\bCSP\b|disallowed by embedder|blocked by/i;
/** How Chromium says that a module is too large to be compiled synchronously on the main thread. */
const ASYNC_ONLY = /main thread/i;

/** An error from starting as a `SphinxCaseError`. */
export function startError(error: unknown): unknown {
  if (error instanceof SphinxCaseError) return error;
  const reason = describe(error);
  if (ASYNC_ONLY.test(reason)) {
    return new SphinxCaseError(
      "blocked",
      `This engine compiles WebAssembly on the main thread only asynchronously: call \`await init()\` before the first use of sphinx-case. (${reason})`,
      error,
    );
  }
  if (FORBIDDEN.test(reason)) {
    return new SphinxCaseError(
      "blocked",
      "sphinx-case could not compile its WebAssembly: the Content Security Policy of the page or the host forbids it. " +
        "Add 'wasm-unsafe-eval' to script-src (it allows WebAssembly only, not eval); if the host compiles no bytes at all, " +
        "resolve sphinx-case with the condition `edge-light`, which needs no WebAssembly, or pass a compiled module to " +
        `\`initSync()\` of sphinx-case/slim. (${reason})`,
      error,
    );
  }
  return new SphinxCaseError(
    "bad_module",
    `This is not the WebAssembly core of this version of sphinx-case: ${reason}`,
    error,
  );
}

/** An error as text. */
export function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
