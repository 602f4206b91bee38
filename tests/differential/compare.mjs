/** Compares what the package returns with its acceptor and without it, on random requests. */
import { inspect, isDeepStrictEqual } from "node:util";
import { change } from "./changes.mjs";
import { Random } from "./random.mjs";
import { randomOptions, validRequest } from "./requests.mjs";

/**
 * Compares `count` requests made from a seed. Throws at the first difference, with the number of the request.
 *
 * @param engines the object of that name in the package, with the switch that turns the acceptor off.
 * @param calls the counter of {@link countCalls}.
 * @returns how many requests were accepted without a call of the core.
 */
export function compare(sphinx, engines, calls, seed, count) {
  let accepted = 0;
  for (let at = 0; at < count; at++) {
    const number = (seed * 1_000_003 + at) | 0;
    try {
      if (compareCall(sphinx, engines, calls, () => randomCall(number))) accepted++;
    } catch (cause) {
      throw new Error(`request ${number}`, { cause });
    }
  }
  return accepted;
}

/**
 * Compares the results of one request, which `make` makes for each of the two calls.
 *
 * @returns whether it was accepted without a call of the core.
 */
export function compareCall(sphinx, engines, calls, make) {
  const run = (coreOnly) => {
    const { request, options } = make();
    engines.coreOnly = coreOnly;
    try {
      return outcome(sphinx, request, options);
    } finally {
      engines.coreOnly = false;
    }
  };
  const before = calls.count;
  const fast = run(false);
  const isAccepted = calls.count === before;
  const after = calls.count;
  const slow = run(true);
  if (calls.count === after) throw new Error("the acceptor is not turned off");
  if (!isSame(fast, slow)) throw new Error(`the results differ:\n${inspect({ fast, slow }, { depth: 8 })}`);
  return isAccepted;
}

/** The request and options of a number. */
export function randomCall(number) {
  const random = new Random(number);
  let request = validRequest(random);
  for (let changes = random.pick([0, 0, 1, 1, 2, 4]); changes > 0; changes--) request = change(random, request);
  return { request, options: randomOptions(random) };
}

/** Everything that the functions which take a value return. */
function outcome(sphinx, request, options) {
  const validated = sphinx.validate(request, options);
  const { ...built } = sphinx.buildPayload(request, options); // reads the payload
  const standard = sphinx.createCaseSchema(options)["~standard"].validate(request);
  return { validated, built, standard };
}

/** Whether two results are equal, also in the order of their keys. */
function isSame(one, other) {
  return isDeepStrictEqual(one, other) && orderOf(one) === orderOf(other);
}

const orderOf = ({ validated, built, standard }) =>
  [validated, built, standard].map((part) => Object.keys(part)).join(";");

/** Counts the calls of the core from now on; it must have been started. */
export function countCalls(engines) {
  const { core } = engines;
  const calls = { count: 0 };
  const call = Object.getPrototypeOf(core).call;
  core.call = (...given) => {
    calls.count++;
    return call.apply(core, given);
  };
  return calls;
}
