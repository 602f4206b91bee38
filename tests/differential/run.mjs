/**
 * `node tests/differential/run.mjs [COUNT] [SEED]`: compares what the package returns with its acceptor and without it, on COUNT
 * random requests (10,000,000 unless said otherwise). Exit 1 at the first difference. Needs the built package (`make pkg`).
 */

import { engines } from "../../pkg/dist/engines.js";
import * as sphinx from "../../pkg/dist/index.js";
import { compare, countCalls } from "./compare.mjs";

const [count = 10_000_000, seed = 1] = process.argv.slice(2).map(Number);
if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
  console.error("usage: node tests/differential/run.mjs [COUNT] [SEED]");
  process.exit(2);
}
sphinx.validate(""); // starts the core
const calls = countCalls(engines);
const PART = 100_000;
const started = performance.now();
let accepted = 0;
for (let done = 0; done < count; done += PART) {
  accepted += compare(sphinx, engines, calls, seed + done / PART, Math.min(PART, count - done));
  if ((done / PART) % 10 === 9) console.log(`${(done + PART).toLocaleString("en")} requests`);
}
const seconds = ((performance.now() - started) / 1000).toFixed(0);
const share = ((100 * accepted) / count).toFixed(1);
console.log(
  `${count.toLocaleString("en")} requests without a difference, ${share} % of them accepted without the core, in ${seconds} s.`,
);
