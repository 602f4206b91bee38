const next = (target) =>
  new Promise((resolve) => {
    target.onmessage = ({ data }) => resolve(data);
  });

const worker = new Worker("worker.js");
worker.postMessage("");
const { port } = new SharedWorker("worker.js");
await navigator.serviceWorker.register("worker.js");
const { active } = await navigator.serviceWorker.ready;
const fromService = next(navigator.serviceWorker);
active.postMessage("");
const texts = await Promise.all([next(worker), next(port), fromService]);
document.querySelector("#answer").textContent = new Set(texts).size === 1 ? texts[0] : JSON.stringify(texts);
