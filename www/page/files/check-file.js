/** Checks files in a worker of their own. */
import { listenWorker } from "../ui/worker.js";

/**
 * Starts to check a file.
 * @param request `{ file, options, language }`
 * @param onMessage called with the messages of `file-worker.js`; the last one is not of the kind "progress"
 * @returns a function that cancels: no more messages come
 */
export function checkFile(request, onMessage) {
  const worker = new Worker(new URL("./file-worker.js", import.meta.url), { type: "module" });
  let isOver = false;
  const end = () => {
    isOver = true;
    worker.terminate();
  };
  const receive = (message) => {
    // Messages that were sent before the end may still arrive.
    if (isOver) return;
    if (message.kind !== "progress") end();
    onMessage(message);
  };
  listenWorker(worker, receive, (message) => receive({ kind: "failed", message }));
  worker.postMessage(request);
  return end;
}
