/** The error that is thrown if the WebAssembly cannot run. Invalid requests never throw: they have issues. */

/**
 * Why the WebAssembly could not run:
 * - `no_webassembly`: the JavaScript engine has no WebAssembly, or it is disabled.
 * - `blocked`: a Content Security Policy or the host does not allow compiling.
 * - `not_initialised`: `sphinx-case/slim` was used before `init()` or `initSync()`.
 * - `bad_module`: the source passed to `init()` is not the WebAssembly module of this version.
 * - `trapped`: the WebAssembly stopped during a call. The next call runs on a new instance.
 */
export type SphinxCaseErrorReason = "no_webassembly" | "blocked" | "not_initialised" | "bad_module" | "trapped";

/**
 * The WebAssembly could not be started, or stopped during a call. `cause` is the error of the JavaScript engine.
 *
 * ```ts
 * try {
 *   validate(input);
 * } catch (error) {
 *   if (error instanceof SphinxCaseError && error.reason === "blocked") askForPolicy();
 *   else throw error;
 * }
 * ```
 */
export class SphinxCaseError extends Error {
  override readonly name = "SphinxCaseError";
  /** The reason, for programs. */
  readonly reason: SphinxCaseErrorReason;

  constructor(reason: SphinxCaseErrorReason, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}
