/** An engine: one running instance of the Rust core, started on first use and dropped after a trap. */

import { decoderClass, encoder, encoderClass, isWellFormed, writeWtf8, wtf8Length } from "../values/utf8.js";
import { SphinxCaseError } from "./errors.js";

/** What the glue of every module has. */
export interface Glue {
  initSync(source: { module: WebAssembly.Module }): { readonly memory: WebAssembly.Memory };
  reserve(bytes: number): number;
}

/** Makes room for one instance, as the build's glue does. */
export type CreateGlue<G extends Glue> = (
  TextEncoder: new () => object,
  TextDecoder: new (label?: string, options?: object) => object,
) => G;

/** What every running instance has. */
export interface Running extends Glue {
  readonly memory: WebAssembly.Memory;
  /** Whether a large input may have made its memory large. */
  outgrown: boolean;
}

/** A running instance with the functions of its module. */
export type Instance<G extends Glue> = G & Running;

/** Where a module comes from when it is needed. */
export type ModuleSource = () => BufferSource | WebAssembly.Module;

/** Texts up to this length get three bytes of room for each UTF-16 unit, the most UTF-8 can need; longer ones are measured. */
const ROOMY_LENGTH = 1 << 18;
/** After an input of more bytes the instance is left for a fresh one: WebAssembly memory never shrinks. */
const MOST_BYTES_KEPT = 1 << 20;

/** A module and its one running instance. */
export class Engine<G extends Glue> {
  readonly #createGlue: CreateGlue<G>;
  #source: ModuleSource | undefined;
  #compiled: WebAssembly.Module | undefined;
  #running: Instance<G> | undefined;

  constructor(createGlue: CreateGlue<G>) {
    this.#createGlue = createGlue;
  }

  /** Says where the module comes from when it is needed. The first that is said counts. */
  comeFrom(source: ModuleSource | undefined): void {
    this.#source ??= source;
  }

  /** Compiles without blocking, where nothing is compiled yet. Some hosts refuse to compile more than a few KB synchronously. */
  async initialise(bytesOrModule: () => unknown = () => this.#load()): Promise<void> {
    if (this.#compiled !== undefined) return;
    const given = await bytesOrModule();
    const module = await guarded(async () => await compileAsync(given));
    if (this.#compiled === undefined) this.#adopt(module);
  }

  /** Compiles now, where nothing is compiled yet. */
  initialiseSync(bytesOrModule: unknown): void {
    if (this.#compiled === undefined) this.#adopt(compileSync(bytesOrModule));
  }

  /** The running instance; started where there is none. */
  core(): Instance<G> {
    this.#compiled ??= compileSync(this.#load());
    this.#running ??= this.#instantiate(this.#compiled);
    return this.#running;
  }

  /**
   * Asks the core one question. A refusal (options that make no sense), which the core marks with a `!`, becomes a TypeError.
   * Whatever is thrown means the instance stopped half way: it is dropped, and the next question starts a fresh one.
   */
  ask(question: (core: Instance<G>) => string): string {
    const core = this.core();
    const answer = this.askOf(core, question);
    if (core.outgrown) this.#leave(core);
    return answer;
  }

  /** The same, of an instance that is kept for what it holds. */
  askOf(core: Instance<G>, question: (core: Instance<G>) => string): string {
    let answer: string;
    try {
      answer = question(core);
    } catch (error) {
      this.#leave(core);
      throw new SphinxCaseError(
        "trapped",
        `The WebAssembly core of sphinx-case stopped unexpectedly (${describe(error)}). This is a defect of sphinx-case, not of the request; ` +
          "the input was not changed, and the next call runs on a fresh instance.",
        error,
      );
    }
    if (answer.startsWith("!")) throw new TypeError(answer.slice(1));
    return answer;
  }

  /** Lets go of an instance, so that its memory can be freed; the next question starts a fresh one. */
  #leave(core: Instance<G>): void {
    if (this.#running === core) this.#running = undefined;
  }

  /** Keeps a module only once it has proved to be ours, so that a wrong file is named at `init()` and can be tried again. */
  #adopt(module: WebAssembly.Module): void {
    this.#running = this.#instantiate(module);
    this.#compiled = module;
  }

  #instantiate(module: WebAssembly.Module): Instance<G> {
    const glue = this.#createGlue(encoderClass(), decoderClass());
    try {
      const { memory } = glue.initSync({ module });
      return { ...glue, memory, outgrown: false };
    } catch (error) {
      throw startError(error);
    }
  }

  /** The source may need WebAssembly itself (see `unpack.ts`), so what it throws is put in the same words. */
  #load(): BufferSource | WebAssembly.Module {
    if (this.#source === undefined) {
      throw new SphinxCaseError(
        "not_initialised",
        'sphinx-case/slim has no WebAssembly module yet: call `await init(source)` or `initSync(module)` first (for forms `initForms` or `initFormsSync`), or import from "sphinx-case", which brings its own.',
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

/** Writes a text into the core's memory and answers its length in bytes. Lone surrogates are kept, for the core to report. */
export function writeText(core: Running, text: string): number {
  if (!isWellFormed(text)) {
    const length = wtf8Length(text);
    return writeWtf8(text, room(core, length));
  }
  if (text.length <= ROOMY_LENGTH) return encoder().encodeInto(text, room(core, text.length * 3)).written;
  // Most long texts are ASCII; only the others are measured.
  const { read, written } = encoder().encodeInto(text, room(core, text.length));
  return read === text.length ? written : encoder().encodeInto(text, room(core, wtf8Length(text))).written;
}

/** Copies bytes into the core's memory and answers how many they are. */
export function writeBytes(core: Running, bytes: Uint8Array): number {
  room(core, bytes.length).set(bytes);
  return bytes.length;
}

function room(core: Running, bytes: number): Uint8Array {
  if (bytes > MOST_BYTES_KEPT) core.outgrown = true;
  const pointer = core.reserve(bytes);
  return new Uint8Array(core.memory.buffer, pointer, bytes); // after reserve(): memory may have moved
}

function compileSync(given: unknown): WebAssembly.Module {
  requireWebAssembly();
  if (given instanceof WebAssembly.Module) return given;
  try {
    return new WebAssembly.Module(given as BufferSource);
  } catch (error) {
    throw startError(error);
  }
}

async function compileAsync(given: unknown): Promise<WebAssembly.Module> {
  requireWebAssembly();
  if (given instanceof WebAssembly.Module) return given;
  return WebAssembly.compile(given as BufferSource);
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
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
    "sphinx-case needs WebAssembly, and this JavaScript engine has none (it may be switched off, for instance by a lockdown mode or --jitless).",
  );
}

const REFUSED = /unsafe-eval|content security policy|\bCSP\b|disallowed by embedder|blocked by/i;
const TOO_LONG_TO_BLOCK = /main thread/i;

function startError(error: unknown): unknown {
  if (error instanceof SphinxCaseError) return error;
  const said = describe(error);
  if (TOO_LONG_TO_BLOCK.test(said)) {
    return new SphinxCaseError(
      "blocked",
      `This engine compiles WebAssembly only asynchronously on its main thread: call \`await init()\` before the first use of sphinx-case. (${said})`,
      error,
    );
  }
  if (REFUSED.test(said)) {
    return new SphinxCaseError(
      "blocked",
      "sphinx-case could not compile its WebAssembly core, because the page's Content Security Policy or the host forbids it. " +
        "Add 'wasm-unsafe-eval' to script-src (it allows WebAssembly only, not eval); where a host compiles no bytes at all, " +
        `give a compiled module to \`initSync()\` of sphinx-case/slim. (${said})`,
      error,
    );
  }
  return new SphinxCaseError(
    "bad_module",
    `This is not the WebAssembly core of this version of sphinx-case: ${said}`,
    error,
  );
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
