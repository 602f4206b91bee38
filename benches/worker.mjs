/**
 * One library, one scenario, one process: no other library's types reach its inline caches, and its garbage is its own.
 * Started by `scenarios.mjs`; for each message `{ milliseconds }` it works that long and answers `{ nanoseconds }` per call.
 */
import { requests } from "./requests.mjs";

const [bundle, way, size] = process.argv.slice(2);
const peer = await import(bundle);
const text = requests[size];

/** What is called, and how many times between two looks at the clock. */
const CALLS_AT_ONCE = text.length < 2_000 ? 500 : 20;

/** Everything reads its answer: a library that makes messages only when they are asked for has to make them here. */
let read = 0;
const ways = {
  "text-to-payload": (json) => {
    read += peer.fromText(json).length;
  },
  "object-to-body": (object) => {
    const body = peer.toBody(object);
    read += body.charCodeAt(body.length - 1); // a text that was put together from parts becomes one here
  },
  "object-to-issues": (object) => {
    for (const issue of peer.issuesOf(object)) read += issue.message.length;
  },
  "object-to-object": (object) => {
    read += peer.parse(object).delete_after;
  },
};
const call = ways[way];
const takesText = way === "text-to-payload";

/** Nanoseconds per call. Objects are fresh ones each time (ajv writes the defaults into its argument), made off the clock. */
function work(milliseconds) {
  const end = process.hrtime.bigint() + BigInt(Math.round(milliseconds * 1e6));
  let spent = 0n;
  let calls = 0;
  while (calls === 0 || process.hrtime.bigint() < end) {
    const inputs = Array.from({ length: CALLS_AT_ONCE }, () => (takesText ? text : JSON.parse(text)));
    const before = process.hrtime.bigint();
    for (const input of inputs) call(input);
    spent += process.hrtime.bigint() - before;
    calls += inputs.length;
  }
  return Number(spent) / calls;
}

process.on("message", ({ milliseconds }) => process.send({ nanoseconds: work(milliseconds), read }));
