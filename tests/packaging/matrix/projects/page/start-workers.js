// A message that arrives before there is a listener is lost, so each listener is set first.
const next = (target) =>
  new Promise((resolve) => {
    target.onmessage = ({ data }) => resolve(data);
  });

const worker = new Worker("worker.js");
const fromWorker = next(worker);
worker.postMessage("");
const fromShared = next(new SharedWorker("worker.js").port);
await navigator.serviceWorker.register("worker.js");
const { active } = await navigator.serviceWorker.ready;
const fromService = next(navigator.serviceWorker);
active.postMessage("");
const texts = await Promise.all([fromWorker, fromShared, fromService]);
document.querySelector("#answer").textContent = new Set(texts).size === 1 ? texts[0] : JSON.stringify(texts);
