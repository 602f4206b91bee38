/**
 * Validates texts in the worker. At most one text is validated and at most one waits; only the result of the latest one is
 * reported.
 */
import { listenWorker } from "../ui/worker.js";

export class Checker {
  #worker;
  #generation = 0;
  #running = undefined;
  #waiting = undefined;
  #handlers;

  /** @param handlers onChecked(result, text), onMore(from, issues), onFailure(message) */
  constructor(handlers) {
    this.#handlers = handlers;
    this.#worker = new Worker(new URL("./check-worker.js", import.meta.url), { type: "module" });
    listenWorker(this.#worker, (data) => this.#receive(data), handlers.onFailure);
  }

  /** Validates a text. The result of an earlier text is dropped. */
  check(text, options, language) {
    this.#generation += 1;
    this.#waiting = { kind: "check", generation: this.#generation, text, options, language };
    this.#send();
  }

  /** Requests the issues from an index on, which are passed to `onMore`. */
  more(from) {
    this.#worker.postMessage({ kind: "more", generation: this.#generation, from });
  }

  #send() {
    if (this.#running || !this.#waiting) return;
    this.#running = this.#waiting;
    this.#waiting = undefined;
    this.#worker.postMessage(this.#running);
  }

  #receive(result) {
    const isNewest = result.generation === this.#generation;
    if (result.kind === "more") {
      if (isNewest) this.#handlers.onMore(result.from, result.issues);
      return;
    }
    const { text } = this.#running;
    this.#running = undefined;
    this.#send();
    if (!isNewest) return;
    if (result.kind === "failed") this.#handlers.onFailure(result.message);
    else this.#handlers.onChecked(result, text);
  }
}
