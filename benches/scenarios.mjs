/** The warm scenarios: several processes for each library, which take turns in short rounds. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { OURS } from "./bundle.mjs";
import { median } from "./statistics.mjs";

const WORKER = fileURLToPath(new URL("worker.mjs", import.meta.url));
const JSON_ALONE_MODULE = fileURLToPath(new URL("peers/json.mjs", import.meta.url));
const WARM_UP = 400;
const ROUND = 30;
const ROUNDS = 9;
/** How many processes each library has, one after another: the JIT compiler does not do the same in each. */
const PROCESSES = 5;

/** `JSON.stringify(JSON.parse(text))`, without any validation. */
const JSON_ALONE = "json";

/** `target`: the least ratio to `baseline` (zod unless it is named) that the project promises; without one the figure is only reported. */
export const SCENARIOS = [
  { title: "text → payload, small", way: "text-to-payload", size: "small", target: 1.5 },
  { title: "text → payload, large", way: "text-to-payload", size: "large", target: 1.4 },
  { title: "text → payload, small, Greek name", way: "text-to-payload", size: "greek" },
  {
    title: "text → body, small, beside JSON alone",
    way: "text-to-payload",
    size: "small",
    target: 1.1,
    baseline: JSON_ALONE,
  },
  {
    title: "text → body, large, beside JSON alone",
    way: "text-to-payload",
    size: "large",
    target: 1.6,
    baseline: JSON_ALONE,
  },
  { title: "object with three errors → issues, small", way: "object-to-issues", size: "smallWithErrors", target: 1.2 },
  { title: "object with three errors → issues, large", way: "object-to-issues", size: "largeWithErrors", target: 1.2 },
  { title: "valid object → no issues, small", way: "object-to-issues", size: "small", target: 3 },
  { title: "valid object → no issues, large", way: "object-to-issues", size: "large", target: 2 },
  { title: "object → body, small", way: "object-to-body", size: "small", target: 1, baseline: "ajv-standalone" },
  { title: "object → body, large", way: "object-to-body", size: "large", target: 1, baseline: "ajv-standalone" },
  { title: "valid object → object with defaults, small", way: "object-to-object", size: "small" },
  { title: "valid object → object with defaults, large", way: "object-to-object", size: "large" },
];

/** Runs one scenario; returns peer → nanoseconds per call, one number for each process. */
export function runScenario({ way, size, baseline }, bundles) {
  const compared = baseline === JSON_ALONE ? { [OURS]: bundles[OURS], [JSON_ALONE]: JSON_ALONE_MODULE } : bundles;
  return takeTurns(WORKER, compared, [way, size]);
}

/** Runs a program for each bundle; they take turns. Returns peer → nanoseconds per call, the median of each process. */
export async function takeTurns(program, bundles, given) {
  const medians = Object.fromEntries(Object.keys(bundles).map((peer) => [peer, []]));
  for (let process = 0; process < PROCESSES; process++) {
    const rounds = await runProcesses(program, bundles, given);
    for (const [peer, nanoseconds] of Object.entries(rounds)) medians[peer].push(median(nanoseconds));
  }
  return medians;
}

/** One process of a program for each bundle. Returns peer → nanoseconds per call, one number for each round. */
async function runProcesses(program, bundles, given) {
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
