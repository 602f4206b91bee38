/** Changes that make anything of a request. */
import { runInNewContext } from "node:vm";
import { define, KEYS } from "./requests.mjs";
import { strangeText, UNITS } from "./texts.mjs";

class Instance {
  full_name = "Ada";
}
class List extends Array {}

/** Make values of another realm. */
const [foreignObject, foreignArray] = runInNewContext("[() => ({ a: 1, check_type: 'PEP' }), () => [1, 2]]");

/** Values of every kind, made anew each time. */
const VALUES = [
  () => undefined,
  () => null,
  () => true,
  () => false,
  () => Symbol("s"),
  () => () => 1,
  () => new Date(0),
  () => new Date(Number.NaN),
  () => new Map([["a", 1]]),
  () => new Set([1]),
  () => /x/,
  () => new Error("x"),
  () => Promise.resolve(1),
  () => new Uint8Array(2),
  () => new Instance(),
  () => Object.create(null),
  () => Object.create({ full_name: "Ada", check_type: "PEP" }),
  () => Object.create(Object.create(null), { check_type: { value: "PEP", enumerable: true } }),
  () => List.from([1, 2]),
  () => Object.setPrototypeOf([3, 4], null),
  () => Object.setPrototypeOf([3, 4], Object.prototype),
  // biome-ignore lint/suspicious/noSparseArray: holes are what is tested
  () => [1, , 3],
  () => [],
  () => ({}),
  () => ({ length: 1, 0: 1 }),
  () => ({ toJSON: () => "from toJSON" }),
  () => ({ toJSON: 5 }),
  () => ({ toJSON: undefined }),
  () => Object.defineProperty({ a: 1 }, "toJSON", { value: () => ({ b: 2 }) }),
  () => Object.assign([1], { toJSON: () => [2] }),
  () => Object.defineProperty({ check_type: "PEP" }, "document_ids", { value: [1], enumerable: false }),
  () => ({ [Symbol("s")]: 1, a: 1 }),
  () => Object.assign([7], { extra: 1 }),
  () => Object(1),
  () => Object("x"),
  () => Object(true),
  () => Object(5n),
  () => Object.setPrototypeOf(Object(5), Object.prototype),
  () => Object.assign(Object.setPrototypeOf(Object(5), Object.prototype), { [Symbol.toStringTag]: "Object" }),
  () => Object.setPrototypeOf(Object("PEP"), null),
  () => Object.setPrototypeOf(new Date(0), Object.prototype),
  () => new Proxy({ check_type: "PEP" }, {}),
  () => new Proxy([11, 12], {}),
  () => Object.freeze({ a: 1 }),
  foreignObject,
  foreignArray,
  () => 1n,
  () => 2n ** 63n - 1n,
  () => 2n ** 64n,
  () => nested(124),
  () => nested(125),
  () => nested(126),
  () => nested(140),
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => 2 ** 53,
  () => -(2 ** 53),
  () => 2 ** 53 - 1,
  () => 2 ** 31 - 1,
  () => 2 ** 31,
  () => 366,
  () => 1.5,
  () => -0,
  () => 1e21,
  () => -2,
  () => [5, 5],
  () => [1, "2"],
];

function nested(levels) {
  let value = 1;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? { a: value } : [value];
  return value;
}

/** All containers of a value and of what is in it. */
function containers(value, found = []) {
  if (typeof value !== "object" || value === null || found.length > 40) return found;
  found.push(value);
  for (const key of Object.keys(value)) {
    const { value: member } = Object.getOwnPropertyDescriptor(value, key) ?? {};
    if (member !== value) containers(member, found);
  }
  return found;
}

/** Changes one thing in a request; returns the request, which may be another object. */
export function change(random, request) {
  const all = containers(request).filter(
    (container) => Object.isExtensible(container) && !ArrayBuffer.isView(container),
  );
  if (all.length === 0) return request;
  const holder = random.pick(all);
  const keys = Object.keys(holder);
  const key = keys.length === 0 ? "a" : random.pick(keys);
  const descriptor = Object.getOwnPropertyDescriptor(holder, key);
  const old = descriptor?.value;
  switch (random.below(12)) {
    case 0:
    case 1:
    case 2:
      define(holder, key, random.pick(VALUES)());
      break;
    case 3:
    case 4:
      define(holder, key, strangeText(random, typeof old === "string" ? old : "x"));
      break;
    case 5:
      Reflect.deleteProperty(holder, key);
      break;
    case 6:
      define(
        holder,
        random.pick([...KEYS, ...UNITS, "custmer_id", "start", "toJSON", "full_name", "checks"]),
        random.pick(VALUES)(),
      );
      break;
    case 7:
      define(holder, key, undefined, { get: () => old });
      break;
    case 8:
      define(holder, key, old, { enumerable: false });
      break;
    case 9: {
      const prototype = random.pick([null, Object.prototype, Array.prototype, Instance.prototype, { a: 1 }]);
      Reflect.setPrototypeOf(holder, prototype);
      break;
    }
    case 10:
      define(holder, key, random.chance(0.2) ? request : random.pick(all)); // a cycle, or a value that is there twice
      break;
    default:
      if (typeof old === "object" && old !== null) define(holder, key, new Proxy(old, {}));
      else return new Proxy(request, {});
  }
  return request;
}
