/** One form inside the WebAssembly instance: text in, JSON out. */

import type { EventName } from "../generated/protocol.js";
import { type FormCore, type FormEngine, writeText } from "../wasm/form-engine.js";

/** A form by its number in the memory of a core. */
interface Handle {
  readonly core: FormCore;
  readonly number: number;
}

let registry: FinalizationRegistry<Handle> | undefined;

/** Frees forms that are no longer referenced; undefined where the engine does not support that. */
function unreferenced(): FinalizationRegistry<Handle> | undefined {
  if (typeof FinalizationRegistry === "undefined") return undefined;
  registry ??= new FinalizationRegistry(({ core, number }) => core.form_drop(number));
  return registry;
}

/** A form in the core. Every method that changes it returns the changes as JSON. */
export class FormInstance {
  readonly #engine: FormEngine;
  readonly #core: FormCore;
  readonly #number: number;
  /** The whole form as JSON, as it was at the start. */
  readonly initial: string;
  /** Whether the memory of the form has been freed. */
  isDisposed = false;

  /**
   * @param options from `coreOptions`.
   * @param request the initial request as JSON; empty for an empty form.
   */
  constructor(engine: FormEngine, options: string, request: string) {
    this.#engine = engine;
    this.#core = engine.core();
    const answer = engine.callOn(this.#core, (core) => core.form_new(writeText(core, options + request)));
    const end = answer.indexOf("\n");
    this.#number = Number(answer.slice(0, end));
    this.initial = answer.slice(end + 1);
    unreferenced()?.register(this, { core: this.#core, number: this.#number }, this);
  }

  send(event: EventName, place: string, value: string): string {
    const text = `${event}\n${place}\n${value}`;
    return this.#call((core) => core.form_event(this.#number, writeText(core, text)));
  }

  configure(options: string): string {
    return this.#call((core) => core.form_configure(this.#number, writeText(core, options)));
  }

  /** The result of a build; see `splitBuild`. With `sends`, later issues of the API are about this request. */
  build(sends: boolean): string {
    return this.#call((core) => core.form_build(this.#number, sends));
  }

  /** The request as JSON. */
  json(): string {
    return this.#call((core) => core.form_json(this.#number));
  }

  /** Frees the memory of the form. */
  dispose(): void {
    this.abandon();
    this.#core.form_drop(this.#number);
    this.isDisposed = true;
  }

  /** Gives the form up after its WebAssembly instance has stopped: there is nothing left to free. */
  abandon(): void {
    unreferenced()?.unregister(this);
  }

  #call(run: (core: FormCore) => string): string {
    if (this.isDisposed) throw new TypeError("this form was disposed");
    return this.#engine.callOn(this.#core, run);
  }
}
