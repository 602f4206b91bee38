/** Loads a WebAssembly module and keeps one running instance of it, which is replaced after a trap. */

import { decoderClass, encoder, encoderClass, isWellFormed, writeWtf8, wtf8Length } from "../values/utf8.js";
import { SphinxCaseError } from "./errors.js";
import type { Exports } from "./exports.js";
import { describe, requireWebAssembly, startError } from "./start-errors.js";

/** The functions that every module has. */
export interface Glue {
  reserve(bytes: number): number;
}

/** Makes the functions of one instance; see `scripts/pkg/glue.mjs`. */
export type CreateGlue<G extends Glue> = (
  exports: Exports,
  TextEncoder: new () => object,
  TextDecoder: new (label?: string, options?: object) => object,
) => G;

/** What every running instance has. */
export interface Running extends Glue {
  readonly memory: Exports["memory"];
}

/** A running instance with the functions of its module. */
export type Instance<G extends Glue> = G & Running;

/** Where a module comes from when it is needed: its bytes, or the module in JavaScript. */
export type ModuleSource = () => ArrayBuffer | ArrayBufferView | ModuleScript;

/** A module that was translated to JavaScript; see `scripts/pkg/wasm.mjs`. */
export interface ModuleScript {
  start(): Exports;
}

/** Up to this length, in UTF-16 units, three bytes are reserved for each unit, the maximum in UTF-8. Longer texts are measured. */
const MAX_UNMEASURED_LENGTH = 1 << 18;
/** A larger input, in bytes or UTF-16 units, is read by an instance of its own: WebAssembly memory never shrinks. */
const MAX_KEPT_SIZE = 1 << 20;

/** A module that can be started. */
type Compiled = WebAssembly.Module | ModuleScript;

/** A module and its one running instance. */
export class Engine<G extends Glue> {
  readonly #createGlue: CreateGlue<G>;
  #source: ModuleSource | undefined;
  #compiled: Compiled | undefined;
  #running: Instance<G> | undefined;
  /** The instance for large inputs. It goes when garbage is collected; until then its memory need not be filled anew for the next one. */
  #large: WeakRef<Instance<G>> | undefined;

  constructor(createGlue: CreateGlue<G>) {
    this.#createGlue = createGlue;
  }

  /** Whether a module is compiled, or can be when it is needed. */
  get isAvailable(): boolean {
    return this.#compiled !== undefined || this.#source !== undefined;
  }

  /** Sets where the module comes from when it is needed. Only the first source is used. */
  setSource(source: ModuleSource | undefined): void {
    this.#source ??= source;
  }

  /** Compiles without blocking, unless a module is compiled already. Some hosts do not compile more than a few KB synchronously. */
  async initialise(bytesOrModule: () => unknown = () => this.#load()): Promise<void> {
    if (this.#compiled !== undefined) return;
    const module = await compileAsync(await bytesOrModule());
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

  /** A running instance of its own, for a caller that keeps a state in it. */
  fresh(): Instance<G> {
    this.#compiled ??= compileSync(this.#load());
    return this.#instantiate(this.#compiled);
  }

  /**
   * Calls the core with an input of this size, in bytes or UTF-16 units. An answer that begins with `!` is the message of a
   * TypeError, such as an invalid option. If the call throws, the instance has stopped: it is dropped, and the next call starts a
   * new one.
   */
  call(size: number, run: (core: Instance<G>) => string): string {
    return this.callOn(size > MAX_KEPT_SIZE ? this.#coreForLarge() : this.core(), run);
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

  #coreForLarge(): Instance<G> {
    const known = this.#large?.deref();
    if (known !== undefined) return known;
    const core = this.fresh();
    // Some hosts have no WeakRef: there, each large input has a new instance.
    if (typeof WeakRef === "function") this.#large = new WeakRef(core);
    return core;
  }

  #drop(core: Instance<G>): void {
    if (this.#running === core) this.#running = undefined;
    else this.#large = undefined;
  }

  /** Keeps a module only if it can be instantiated, so that `init()` rejects a wrong file and can be called again. */
  #adopt(module: Compiled): void {
    this.#running = this.#instantiate(module);
    this.#compiled = module;
  }

  #instantiate(module: Compiled): Instance<G> {
    try {
      const exports = startModule(module);
      const glue = this.#createGlue(exports, encoderClass(), decoderClass());
      requireFunctions(exports, glue);
      return { ...glue, memory: exports.memory };
    } catch (error) {
      throw startError(error);
    }
  }

  /** The source may need WebAssembly itself (see `unpack.ts`), so its errors are converted too. */
  #load(): ArrayBuffer | ArrayBufferView | ModuleScript {
    if (this.#source === undefined) {
      throw new SphinxCaseError(
        "not_initialised",
        "sphinx-case/slim has no WebAssembly module yet: call `await init(source)` or `initSync(module)` first (for forms `initForms` or `initFormsSync`).",
      );
    }
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
  const pointer = core.reserve(bytes);
  return new Uint8Array(core.memory.buffer, pointer, bytes); // after core.reserve(), which may move the memory
}

/** Whether a value is a compiled module, also one of another realm, as edge runtimes and test environments pass it. */
function isModule(value: unknown): boolean {
  return Object.prototype.toString.call(value) === "[object WebAssembly.Module]";
}

function isScript(value: unknown): value is ModuleScript {
  return typeof (value as Partial<ModuleScript> | undefined)?.start === "function";
}

function startModule(module: Compiled): Exports {
  return isScript(module) ? module.start() : (new WebAssembly.Instance(module).exports as unknown as Exports);
}

/** Throws if an instance lacks a function that the glue calls: any module without imports can be instantiated. */
function requireFunctions(exports: object, glue: Glue): void {
  for (const name of Object.keys(glue))
    if (typeof exports[name as keyof typeof exports] !== "function") throw new TypeError(`it does not export ${name}`);
}

function compileSync(source: unknown): Compiled {
  if (isScript(source)) return source;
  requireWebAssembly();
  if (isModule(source)) return source as WebAssembly.Module;
  try {
    return new WebAssembly.Module(source as BufferSource);
  } catch (error) {
    throw startError(error);
  }
}

async function compileAsync(source: unknown): Promise<Compiled> {
  if (isScript(source)) return source;
  requireWebAssembly();
  if (isModule(source)) return source as WebAssembly.Module;
  try {
    // Not called as `WebAssembly.compile(…)`: Next.js refuses to build an edge function with that text, even if it is not reached.
    const { compile } = WebAssembly;
    return await compile(source as BufferSource);
  } catch (error) {
    throw startError(error);
  }
}
