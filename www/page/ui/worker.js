/**
 * Listens to a worker.
 * @param onFailure called with a message if its module, or the package, could not be loaded or parsed
 */
export function listenWorker(worker, onMessage, onFailure) {
  worker.addEventListener("message", ({ data }) => onMessage(data));
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    onFailure(event.message || "the script of the worker could not be loaded");
  });
}
