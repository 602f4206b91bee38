/** Import and first call in a process of its own: what a command line tool, a serverless function or a test file waits for. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { requests } from "./requests.mjs";

const ROUNDS = 21;

/** What the first call does with the text of a request, and whether its result is right. */
export const FIRST_CALLS = {
  "text → payload": { size: "small", call: "peer.fromText(text)", isRight: 'result.includes("auto_start")' },
  "valid object": { size: "small", call: "peer.issuesOf(JSON.parse(text))", isRight: "result.length === 0" },
  "object with three errors": {
    size: "smallWithErrors",
    call: "peer.issuesOf(JSON.parse(text)).map((issue) => issue.message)",
    isRight: "result.length >= 2",
  },
};

/** The whole program; without a bundle it does nothing, and shows what Node alone takes. */
const program = ({ call, isRight }) => `
const [bundle, text] = process.argv.slice(2);
if (bundle) {
  const before = performance.now();
  const peer = await import(bundle);
  const result = ${call};
  const after = performance.now();
  if (!(${isRight})) process.exit(1);
  process.stdout.write(String(after - before));
}
`;

/**
 * Returns peer → milliseconds, one number per round: `inside` from before the import until after the first call,
 * `process` from start to exit with what an empty Node process took in the same round taken off.
 */
export function runColdStart(bundles, folder, firstCall) {
  const text = requests[FIRST_CALLS[firstCall].size];
  const file = join(folder, "cold-start-program.mjs");
  writeFileSync(file, program(FIRST_CALLS[firstCall]));
  const start = (...given) => {
    const before = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...given], { encoding: "utf8" });
    if (status !== 0) throw new Error(`the cold start program failed: ${stderr}`);
    return { inside: Number(stdout), process: performance.now() - before };
  };
  const peers = Object.keys(bundles);
  const inside = Object.fromEntries(peers.map((peer) => [peer, []]));
  const whole = Object.fromEntries(peers.map((peer) => [peer, []]));
  for (const peer of peers) start(bundles[peer], text); // once for the file cache, not counted
  for (let round = 0; round < ROUNDS; round++) {
    const empty = start().process;
    for (let turn = 0; turn < peers.length; turn++) {
      const peer = peers[(round + turn) % peers.length];
      const took = start(bundles[peer], text);
      inside[peer].push(took.inside);
      whole[peer].push(took.process - empty);
    }
  }
  return { inside, process: whole };
}
