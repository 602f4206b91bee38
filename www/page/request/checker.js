/**
 * The page's side of the worker: at most one check runs and at most one waits, and only the answer to
 * the newest text is ever shown.
 */
export class Checker {
  #worker;
  #generation = 0;
  #running = undefined;
  #waiting = undefined;
  #handlers;

  /** @param handlers onChecked(answer, text), onMore(from, issues), onFailure(message) */
  constructor(handlers) {
    this.#handlers = handlers;
    this.#worker = new Worker(new URL("./check-worker.js", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", ({ data }) => this.#receive(data));
    // The worker's module, or the package it imports, could not be loaded or parsed.
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      handlers.onFailure(event.message || "the checker's script could not be loaded");
    });
  }

  /** Checks a text; an answer that is still under way for an older one will be dropped. */
  check(text, options, language) {
    this.#generation += 1;
    this.#waiting = { kind: "check", generation: this.#generation, text, options, language };
    this.#send();
  }

  /** Asks for the issues from that index on; they arrive at `onMore`. */
  more(from) {
    this.#worker.postMessage({ kind: "more", generation: this.#generation, from });
  }

  #send() {
    if (this.#running || !this.#waiting) return;
    this.#running = this.#waiting;
    this.#waiting = undefined;
    this.#worker.postMessage(this.#running);
  }

  #receive(answer) {
    const isNewest = answer.generation === this.#generation;
    if (answer.kind === "more") {
      if (isNewest) this.#handlers.onMore(answer.from, answer.issues);
      return;
    }
    const { text } = this.#running;
    this.#running = undefined;
    this.#send();
    if (!isNewest) return;
    if (answer.kind === "failed") this.#handlers.onFailure(answer.message);
    else this.#handlers.onChecked(answer, text);
  }
}
