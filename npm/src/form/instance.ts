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
  readonly #options: string;
  readonly #request: string;
  #handle: Handle | undefined;
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
    this.#options = options;
    this.#request = request;
    this.initial = this.#open();
    // A server renders the initial form and forgets it. In a loop there is no time to free forms that are not referenced.
    if (typeof document === "undefined") this.#close();
  }

  send(event: EventName, place: string, value: string): string {
    const text = `${event}\n${place}\n${value}`;
    return this.#call((core, number) => core.form_event(number, writeText(core, text)));
  }

  configure(options: string): string {
    return this.#call((core, number) => core.form_configure(number, writeText(core, options)));
  }

  /** The result of a build; see `splitBuild`. With `sends`, later issues of the API are about this request. */
  build(sends: boolean): string {
    return this.#call((core, number) => core.form_build(number, sends));
  }

  /** The request as JSON. */
  json(): string {
    return this.#call((core, number) => core.form_json(number));
  }

  /** Frees the memory of the form. */
  dispose(): void {
    this.#close();
    this.isDisposed = true;
  }

  /** Gives the form up after its WebAssembly instance has stopped: there is nothing left to free. */
  abandon(): void {
    unreferenced()?.unregister(this);
    this.#handle = undefined;
  }

  /** Makes the form in the core. Returns it as JSON. */
  #open(): string {
    const core = this.#engine.core();
    const answer = this.#engine.callOn(core, () => core.form_new(writeText(core, this.#options + this.#request)));
    const end = answer.indexOf("\n");
    this.#handle = { core, number: Number(answer.slice(0, end)) };
    unreferenced()?.register(this, this.#handle, this);
    return answer.slice(end + 1);
  }

  #close(): void {
    const handle = this.#handle;
    this.abandon();
    handle?.core.form_drop(handle.number);
  }

  #call(run: (core: FormCore, number: number) => string): string {
    if (this.isDisposed) throw new TypeError("this form was disposed");
    if (this.#handle === undefined) this.#open();
    const { core, number } = this.#handle as Handle;
    return this.#engine.callOn(core, () => run(core, number));
  }
}
