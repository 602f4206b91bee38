/**
 * Does memory grow? `node --expose-gc --max-semi-space-size=1 benches/memory.mjs` calls the package a million times with good and bad requests,
 * text and objects, and compares what the process holds after it with what it held after a warm-up.
 * Exit 1 when more than the bounds below was gained. (The second flag keeps V8 from enlarging its nursery under load,
 * which would look like growth of the resident set.)
 */
import { requests } from "./requests.mjs";

const CALLS = 1_000_000;
const WARM_UP = 100_000;
/** What may be gained in all, in bytes. One leaked small request per thousand calls would already be 0.7 MB of wasm or heap. */
const BOUNDS = { wasm: 0, heap: 512 * 1024, rss: 6 * 1024 * 1024 };

// The package keeps its wasm instance to itself, so the memory is caught where any instance is made.
const memories = new Set();
const Instance = WebAssembly.Instance;
WebAssembly.Instance = new Proxy(Instance, {
  construct(target, given) {
    const instance = new target(...given);
    for (const value of Object.values(instance.exports)) if (value instanceof WebAssembly.Memory) memories.add(value);
    return instance;
  },
});

const { buildPayload, validate } = await import("../pkg/dist/index.js");

const objects = {
  good: JSON.parse(requests.small),
  bad: JSON.parse(requests.smallWithErrors),
  large: JSON.parse(requests.large),
};

/** `calls` calls: a request in five is bad, one in a hundred is large; both functions, with text and with objects. */
function work(calls) {
  let read = 0;
  for (let turn = 0; turn < calls / 2; turn++) {
    const which = turn % 100 === 0 ? "large" : turn % 5 === 2 ? "bad" : "good";
    const text = { large: requests.large, bad: requests.smallWithErrors, good: requests.small }[which];
    const asText = turn % 3 === 0;
    read += validate(asText ? objects[which] : text).issues.length;
    const built = buildPayload(asText ? text : objects[which]);
    read += built.ok ? built.body.length : built.issues[0].message.length;
  }
  return read;
}

/** What the process holds once everything unreachable is gone. */
async function held() {
  for (let round = 0; round < 4; round++) {
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc();
  }
  const { rss, heapUsed } = process.memoryUsage();
  const wasm = [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  return { wasm, heap: heapUsed, rss };
}

if (typeof globalThis.gc !== "function" || !process.execArgv.includes("--max-semi-space-size=1")) {
  console.error("run me with: node --expose-gc --max-semi-space-size=1 benches/memory.mjs");
  process.exit(2);
}
work(WARM_UP);
if (memories.size === 0) throw new Error("no wasm memory was seen: nothing would be measured");
const before = await held();
const started = performance.now();
work(CALLS);
const seconds = (performance.now() - started) / 1000;
const after = await held();

const megabytes = (bytes) => `${(bytes / 1024 / 1024).toFixed(2)} MB`;
console.log(`Memory over ${CALLS.toLocaleString("en")} calls of validate and buildPayload (${seconds.toFixed(1)} s):`);
let grew = false;
for (const [what, bound] of Object.entries(BOUNDS)) {
  const gained = after[what] - before[what];
  const over = gained > bound;
  grew ||= over;
  console.log(
    `  ${what.padEnd(5)} ${megabytes(before[what]).padStart(9)} → ${megabytes(after[what]).padStart(9)}` +
      `   gained ${megabytes(gained).padStart(8)}, at most ${megabytes(bound)}: ${over ? "GREW" : "does not grow"}`,
  );
}
process.exitCode = grew ? 1 : 0;
