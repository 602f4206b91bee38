/** The error that is thrown if the WebAssembly cannot run. Invalid requests never throw: they have issues. */

/**
 * Why the WebAssembly could not run:
 * - `no_webassembly`: the JavaScript engine has no WebAssembly, or it is disabled.
 * - `blocked`: a Content Security Policy or the host does not allow compiling.
 * - `not_initialised`: `sphinx-case/slim` was used before `init()` or `initSync()`.
 * - `bad_module`: the source passed to `init()` is not the WebAssembly module of this version.
 * - `not_loaded`: the code for a form could not be loaded (`sphinx-case/lazy`).
 * - `trapped`: the WebAssembly stopped during a call. The next call runs on a new instance.
 */
export type SphinxCaseErrorReason =
  | "no_webassembly"
  | "blocked"
  | "not_initialised"
  | "bad_module"
  | "not_loaded"
  | "trapped";

const BRAND: unique symbol = Symbol.for("sphinx-case.SphinxCaseError");

/** Whether a value has a brand: a symbol that is the same in all copies of this package. */
export function hasBrand(value: unknown, brand: symbol): boolean {
  return typeof value === "object" && value !== null && brand in value;
}

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
  /** An error of another copy of this package, such as its CommonJS module, is also an instance. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasBrand(value, BRAND);
  }

  override readonly name = "SphinxCaseError";
  /** @internal */
  get [BRAND](): true {
    return true;
  }
  /** The reason, for programs. */
  readonly reason: SphinxCaseErrorReason;

  constructor(reason: SphinxCaseErrorReason, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}
