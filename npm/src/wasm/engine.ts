/** Loads a WebAssembly module and keeps one running instance of it, which is replaced after a trap. */

import { decoderClass, encoder, encoderClass, isWellFormed, writeWtf8, wtf8Length } from "../values/utf8.js";
import { SphinxCaseError } from "./errors.js";

/** The functions that every module has. */
export interface Glue {
  initSync(source: { module: WebAssembly.Module }): { readonly memory: WebAssembly.Memory };
  reserve(bytes: number): number;
}

/** Makes the functions of one instance; see `scripts/pkg/glue.mjs`. */
export type CreateGlue<G extends Glue> = (
  TextEncoder: new () => object,
  TextDecoder: new (label?: string, options?: object) => object,
) => G;

/** What every running instance has. */
export interface Running extends Glue {
  readonly memory: WebAssembly.Memory;
  /** Whether an input was so large that the memory may have grown much. */
  isOversized: boolean;
}

/** A running instance with the functions of its module. */
export type Instance<G extends Glue> = G & Running;

/** Where a module comes from when it is needed. */
export type ModuleSource = () => BufferSource | WebAssembly.Module;

/** Up to this length, in UTF-16 units, three bytes are reserved for each unit, the maximum in UTF-8. Longer texts are measured. */
const MAX_UNMEASURED_LENGTH = 1 << 18;
/** After a larger input, in bytes, the instance is replaced: WebAssembly memory never shrinks. */
const MAX_KEPT_BYTES = 1 << 20;

/** A module and its one running instance. */
export class Engine<G extends Glue> {
  readonly #createGlue: CreateGlue<G>;
  #source: ModuleSource | undefined;
  #compiled: WebAssembly.Module | undefined;
  #running: Instance<G> | undefined;

  constructor(createGlue: CreateGlue<G>) {
    this.#createGlue = createGlue;
  }

  /** Sets where the module comes from when it is needed. Only the first source is used. */
  setSource(source: ModuleSource | undefined): void {
    this.#source ??= source;
  }

  /** Compiles without blocking, unless a module is compiled already. Some hosts do not compile more than a few KB synchronously. */
  async initialise(bytesOrModule: () => unknown = () => this.#load()): Promise<void> {
    if (this.#compiled !== undefined) return;
    const source = await bytesOrModule();
    const module = await withStartErrors(async () => await compileAsync(source));
    if (this.#compiled === undefined) this.#adopt(module);
  }

  /** Compiles synchronously, unless a module is compiled already. */
  initialiseSync(bytesOrModule: unknown): void {
    if (this.#compiled === undefined) this.#adopt(compileSync(bytesOrModule));
  }

  /** The running instance; started if there is none. */
  core(): Instance<G> {
    this.#compiled ??= compileSync(this.#load());
    this.#running ??= this.#instantiate(this.#compiled);
    return this.#running;
  }

  /**
   * Calls the core. An answer that begins with `!` is the message of a TypeError, such as an invalid option. If the call
   * throws, the instance has stopped: it is dropped, and the next call starts a new one.
   */
  call(run: (core: Instance<G>) => string): string {
    const core = this.core();
    const answer = this.callOn(core, run);
    if (core.isOversized) this.#drop(core);
    return answer;
  }

  /** The same for an instance that is kept, because it holds forms. */
  callOn(core: Instance<G>, run: (core: Instance<G>) => string): string {
    let answer: string;
    try {
      answer = run(core);
    } catch (error) {
      this.#drop(core);
      throw new SphinxCaseError(
        "trapped",
        `The WebAssembly of sphinx-case stopped unexpectedly (${describe(error)}). This is a defect of sphinx-case, not of the request. The next call runs on a fresh instance.`,
        error,
      );
    }
    if (answer.startsWith("!")) throw new TypeError(answer.slice(1));
    return answer;
  }

  /** Drops an instance so that its memory can be freed. */
  #drop(core: Instance<G>): void {
    if (this.#running === core) this.#running = undefined;
  }

  /** Keeps a module only if it can be instantiated, so that `init()` rejects a wrong file and can be called again. */
  #adopt(module: WebAssembly.Module): void {
    this.#running = this.#instantiate(module);
    this.#compiled = module;
  }

  #instantiate(module: WebAssembly.Module): Instance<G> {
    const glue = this.#createGlue(encoderClass(), decoderClass());
    try {
      const { memory } = glue.initSync({ module });
      return { ...glue, memory, isOversized: false };
    } catch (error) {
      throw startError(error);
    }
  }

  /** The source may need WebAssembly itself (see `unpack.ts`), so its errors are converted too. */
  #load(): BufferSource | WebAssembly.Module {
    if (this.#source === undefined) {
      throw new SphinxCaseError(
        "not_initialised",
        "sphinx-case/slim has no WebAssembly module yet: call `await init(source)` or `initSync(module)` first (for forms `initForms` or `initFormsSync`).",
      );
    }
    requireWebAssembly();
    try {
      return this.#source();
    } catch (error) {
      throw startError(error);
    }
  }
}

/** Writes a text into the core's memory and returns its length in bytes. Lone surrogates are kept, so that the core can report them. */
export function writeText(core: Running, text: string): number {
  if (!isWellFormed(text)) {
    const length = wtf8Length(text);
    return writeWtf8(text, reserve(core, length));
  }
  if (text.length <= MAX_UNMEASURED_LENGTH) return encoder().encodeInto(text, reserve(core, text.length * 3)).written;
  // Most long texts are ASCII; only the others are measured.
  const { read, written } = encoder().encodeInto(text, reserve(core, text.length));
  return read === text.length ? written : encoder().encodeInto(text, reserve(core, wtf8Length(text))).written;
}

/** Copies bytes into the core's memory and returns their number. */
export function writeBytes(core: Running, bytes: Uint8Array): number {
  reserve(core, bytes.length).set(bytes);
  return bytes.length;
}

function reserve(core: Running, bytes: number): Uint8Array {
  if (bytes > MAX_KEPT_BYTES) core.isOversized = true;
  const pointer = core.reserve(bytes);
  return new Uint8Array(core.memory.buffer, pointer, bytes); // after core.reserve(), which may move the memory
}

function compileSync(source: unknown): WebAssembly.Module {
  requireWebAssembly();
  if (source instanceof WebAssembly.Module) return source;
  try {
    return new WebAssembly.Module(source as BufferSource);
  } catch (error) {
    throw startError(error);
  }
}

async function compileAsync(source: unknown): Promise<WebAssembly.Module> {
  requireWebAssembly();
  if (source instanceof WebAssembly.Module) return source;
  return WebAssembly.compile(source as BufferSource);
}

async function withStartErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw startError(error);
  }
}

function requireWebAssembly(): void {
  if (typeof WebAssembly !== "undefined") return;
  throw new SphinxCaseError(
    "no_webassembly",
    "sphinx-case needs WebAssembly, which this JavaScript engine does not have. It may be disabled, for example by a lockdown mode or --jitless.",
  );
}

/** How engines say that a policy or the host does not allow compiling. */
const FORBIDDEN = /unsafe-eval|content security policy|\bCSP\b|disallowed by embedder|blocked by/i;
/** How Chromium says that a module is too large to be compiled synchronously on the main thread. */
const ASYNC_ONLY = /main thread/i;

/** An error from starting as a `SphinxCaseError`. */
function startError(error: unknown): unknown {
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
        `pass a compiled module to \`initSync()\` of sphinx-case/slim. (${reason})`,
      error,
    );
  }
  return new SphinxCaseError(
    "bad_module",
    `This is not the WebAssembly core of this version of sphinx-case: ${reason}`,
    error,
  );
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
