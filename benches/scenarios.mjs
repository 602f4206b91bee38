/** The warm scenarios: a process per library, which take turns in short rounds. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const WORKER = fileURLToPath(new URL("worker.mjs", import.meta.url));
const WARM_UP = 400;
const ROUND = 30;
const ROUNDS = 41;

/** `target`: the least ratio to `baseline` (zod unless it is named) that the project promises; without one the figure is only reported. */
export const SCENARIOS = [
  { title: "text → payload, small", way: "text-to-payload", size: "small", target: 1.5 },
  { title: "text → payload, large", way: "text-to-payload", size: "large", target: 1.4 },
  { title: "text → payload, small, Greek name", way: "text-to-payload", size: "greek" },
  { title: "object with three errors → issues, small", way: "object-to-issues", size: "smallWithErrors", target: 1.2 },
  { title: "object with three errors → issues, large", way: "object-to-issues", size: "largeWithErrors", target: 1.2 },
  { title: "valid object → no issues, small", way: "object-to-issues", size: "small", target: 3 },
  { title: "valid object → no issues, large", way: "object-to-issues", size: "large", target: 2 },
  { title: "object → body, small", way: "object-to-body", size: "small", target: 1, baseline: "ajv-standalone" },
  { title: "object → body, large", way: "object-to-body", size: "large", target: 1, baseline: "ajv-standalone" },
  { title: "valid object → object with defaults, small", way: "object-to-object", size: "small" },
  { title: "valid object → object with defaults, large", way: "object-to-object", size: "large" },
];

/** Runs one scenario; returns peer → nanoseconds per call, one number per round. */
export function runScenario({ way, size }, bundles) {
  return takeTurns(WORKER, bundles, [way, size]);
}

/** One process of a program for each bundle; they take turns. Returns peer → nanoseconds per call, one number per round. */
export async function takeTurns(program, bundles, given) {
  const peers = Object.keys(bundles);
  const workers = Object.fromEntries(peers.map((peer) => [peer, startWorker(program, [bundles[peer], ...given])]));
  const nanoseconds = Object.fromEntries(peers.map((peer) => [peer, []]));
  try {
    for (const peer of peers) await work(workers[peer], WARM_UP);
    for (let round = 0; round < ROUNDS; round++) {
      // Each round begins with another library, so that none is always the one after a busy neighbour.
      for (let turn = 0; turn < peers.length; turn++) {
        const peer = peers[(round + turn) % peers.length];
        nanoseconds[peer].push(await work(workers[peer], ROUND));
      }
    }
  } finally {
    for (const { worker } of Object.values(workers)) worker.kill();
  }
  return nanoseconds;
}

/** A worker that fails must end the bench, not hang it. */
function startWorker(program, given) {
  const worker = fork(program, given);
  const failed = new Promise((_, reject) => {
    worker.once("exit", (code) => reject(new Error(`the benchmark process of ${given.join(" ")} ended with ${code}`)));
  });
  failed.catch(() => {}); // also rejects when the scenario is over and the worker is told to end
  return { worker, failed };
}

/** Lets one worker work for a while; the others wait meanwhile. */
async function work({ worker, failed }, milliseconds) {
  const answer = new Promise((resolve) => worker.once("message", resolve));
  worker.send({ milliseconds });
  return (await Promise.race([answer, failed])).nanoseconds;
}
