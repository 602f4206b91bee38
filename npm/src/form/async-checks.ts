/** The asynchronous checks that are running, one for each field. */

export class AsyncChecks {
  readonly #running = new Map<string, AbortController>();

  /** Begins a check of a field, and aborts the one before. */
  begin(name: string): AbortController {
    const controller = new AbortController();
    this.#running.get(name)?.abort();
    this.#running.set(name, controller);
    return controller;
  }

  /** Ends a check, unless another one of the same field has begun. */
  end(name: string, controller: AbortController): void {
    if (this.#running.get(name) === controller) this.#running.delete(name);
  }

  /** Aborts all checks. */
  abort(): void {
    for (const controller of this.#running.values()) controller.abort();
    this.#running.clear();
  }
}
