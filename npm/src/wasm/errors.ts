/** The errors this package throws when the core itself cannot answer. What is wrong with a request is never thrown: it is an issue. */

/**
 * Why the core could not answer:
 * - `no_webassembly`: this JavaScript engine has no WebAssembly (or it is switched off).
 * - `blocked`: compiling was refused, by a Content Security Policy or by the host.
 * - `not_initialised`: `sphinx-case/slim` was used before `init()` or `initSync()`.
 * - `bad_module`: what was given to `init()` is no WebAssembly module of this package.
 * - `trapped`: the core stopped in the middle of a call. The next call runs on a fresh instance.
 */
export type SphinxCaseErrorReason = "no_webassembly" | "blocked" | "not_initialised" | "bad_module" | "trapped";

/** The core could not be started, or stopped in the middle of a call. `cause` holds what the engine said. */
export class SphinxCaseError extends Error {
  override readonly name = "SphinxCaseError";
  /** Which of the reasons it was, for programs. */
  readonly reason: SphinxCaseErrorReason;

  constructor(reason: SphinxCaseErrorReason, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}
