/** Random requests, the same for the same seed: valid ones of every shape, and changes that make anything of them. */
import { runInNewContext } from "node:vm";

/** A generator of numbers from 0 to 1 (xorshift32), with what is picked by it. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed | 0 || 1;
    for (let round = 0; round < 8; round++) this.number();
  }

  number() {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) / 2 ** 32;
  }

  below(count) {
    return Math.floor(this.number() * count);
  }

  chance(share) {
    return this.number() < share;
  }

  pick(list) {
    return list[this.below(list.length)];
  }
}

const CHECK_TYPES = ["PEP", "ADVERSE_MEDIA", "CRA", "KYB_TAX_DOCUMENTS", "TRANSACTION_MONITORING"];
const NAMES = [
  "Ada Lovelace",
  "Δημήτριος",
  "Zoë",
  "李雷",
  "O'Brien",
  "A",
  "Ж".repeat(255),
  "x".repeat(255),
  "שרה",
  "B & C <Ltd>",
];
const KEYS = [
  "a",
  "b",
  "dob",
  "0",
  "17",
  "-1",
  "ü",
  "__proto__",
  "constructor",
  "length",
  "toString",
  "k".repeat(70),
  "customer_id",
];
const WORDS = [
  "",
  "x",
  "1997-03-26",
  "ünïcode",
  "日本",
  "😀",
  'a "b"',
  "c:\\d",
  "line\nbreak",
  "tab\t",
  "\u2028",
  "</script>",
];
const NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.91,
  1e-7,
  5e-324,
  1.7976931348623157e308 / 2 ** 970,
  123456789,
  2 ** 53 - 1,
  -(2 ** 53 - 1),
];
const HOSTS = [
  "example.com",
  "hooks.example.co.uk",
  "a-b.example.org",
  "xn--mnchen-3ya.de",
  "EXAMPLE.com",
  "a.b.c.d.e.io",
];
const PATHS = ["", "/", "/hook", "/a/b?c=d&e=%20#f", "?x", "#y", "/@:8080/[]{}|^`~"];

/** A request that is valid, and mostly without advice. */
export function validRequest(random) {
  const entries = [];
  const add = (key, value) => entries.push([key, value]);
  if (random.chance(0.6)) add("customer", customer(random));
  else add("customer_id", 1 + random.below(1e6));
  if (random.chance(0.6))
    add(
      "checks",
      Array.from({ length: random.below(4) }, () => check(random)),
    );
  else add("case_config", random.pick(["kyb", "KYB_standard-2", "a"]));
  if (random.chance(0.3))
    add("webhook_url", random.chance(0.1) ? null : `https://${random.pick(HOSTS)}${random.pick(PATHS)}`);
  if (random.chance(0.3)) add("document_ids", documents(random));
  if (random.chance(0.3)) add("delete_after", random.pick([-1, 0, 1, 30, 365]));
  if (random.chance(0.3)) add("auto_start", random.chance(0.5));
  if (random.chance(0.1) && entries[1][0] === "case_config") add("checks", []);
  return ordered(random, entries);
}

function customer(random) {
  const entries = [["full_name", random.pick(NAMES)]];
  if (random.chance(0.5)) entries.push(["external_id", random.pick([null, "cust-1", "é", "x".repeat(255)])]);
  if (random.chance(0.7)) entries.push(["customer_type", random.pick(["INDIVIDUAL", "COMPANY", "", null])]);
  if (random.chance(0.7)) entries.push(["input_details", freeObject(random, 3)]);
  if (random.chance(0.2)) entries.push(["delete_after", random.pick([-1, 0, 365])]);
  return ordered(random, entries);
}

function check(random) {
  const entries = [["check_type", random.pick(CHECK_TYPES)]];
  if (random.chance(0.6)) entries.push(["input_details", freeObject(random, 3)]);
  if (random.chance(0.4)) entries.push(["document_ids", documents(random)]);
  if (random.chance(0.3)) entries.push(["delete_after", random.pick([-1, 0, 7, 365])]);
  return ordered(random, entries);
}

function documents(random) {
  return Array.from({ length: random.below(4) }, () => 1 + random.below(random.chance(0.1) ? 5 : 1e9));
}

function freeObject(random, depth) {
  const object = {};
  for (let count = random.below(4); count > 0; count--) define(object, random.pick(KEYS), freeValue(random, depth));
  return object;
}

function freeValue(random, depth) {
  const kind = random.below(depth > 0 ? 7 : 5);
  if (kind < 2) return random.pick(WORDS);
  if (kind === 2) return random.pick(NUMBERS);
  if (kind === 3) return random.pick([true, false, null]);
  if (kind === 4) return random.number() * 10 ** random.below(9);
  if (kind === 5) return freeObject(random, depth - 1);
  return Array.from({ length: random.below(4) }, () => freeValue(random, depth - 1));
}

/** The members, mostly in another order than that of the table. */
function ordered(random, entries) {
  for (let at = entries.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [entries[at], entries[other]] = [entries[other], entries[at]];
  }
  return Object.fromEntries(entries);
}

/** Sets a member, also if its key is `__proto__`. A member that is fixed stays. */
function define(object, key, value, more = {}) {
  if (key === "length" && Array.isArray(object)) return;
  const attributes = { configurable: true, enumerable: true, ...more };
  Reflect.defineProperty(object, key, "get" in attributes ? attributes : { writable: true, value, ...attributes });
}

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

const UNITS = [
  "\0",
  "\x01",
  "\x1f",
  " ",
  '"',
  "\\",
  "\x7f",
  "\x85",
  "\xa0",
  "\xad",
  "\u0600",
  "\u061c",
  "\u1680",
  "\u180e",
].concat([
  "\u200b",
  "\u200d",
  "\u2028",
  "\u202e",
  "\u2060",
  "\u3000",
  "\ud800",
  "\udc00",
  "\ufeff",
  "\uffff",
  "😀",
  "👩\u200d🔬",
  "\n",
  "ß",
]);
const URLS = [
  "http://example.com",
  "HTTPS://example.com",
  "https://localhost",
  "https://a.local",
  "https://a.LOCAL",
  "https://x.internal/y",
].concat(
  [
    "https://127.0.0.1",
    "https://1.2.3",
    "https://0x7f.1",
    "https://a..b",
    "https://a.com.",
    "https://a.com:8080",
    "https://u@a.com",
    "https://[::1]",
  ],
  [
    `https://${"a".repeat(64)}.com`,
    `https://${"a".repeat(63)}.com`,
    `https://${"a.".repeat(130)}com`,
    "https://a_b.com",
    "https://a.b1",
    "https://a.0x1",
  ],
  [
    "https://a.com/\\x",
    'https://a.com/"',
    "https://a.com/ä",
    "https://a.com ",
    " https://a.com",
    "https://a.com\\@b.c",
    "https://intranet",
    "https://-.-.com",
  ],
  [
    `https://a.com/${"x".repeat(497)}`,
    `https://a.com/${"x".repeat(498)}`,
    "ftp://a.com",
    "https:/a.com",
    "https://",
    "https://a.com?localhost",
    "https://.com",
  ],
);

/** A text near a limit or a rule. */
function strangeText(random, text) {
  const unit = random.pick(UNITS);
  switch (random.below(7)) {
    case 0:
      return unit;
    case 1:
      return text + unit;
    case 2:
      return unit + text;
    case 3:
      return String.fromCharCode(random.below(0x10000)) + text.slice(0, 9);
    case 4:
      return random.pick(["x", "😀", "ß", unit]).repeat(random.pick([254, 255, 256, 511, 512]));
    case 5:
      return random.pick(URLS);
    default:
      return random.pick(["INDIVIDUAL ", "individual", "PEPP", "pep", "OTHER", "a b", "a.b", "", " ", "kyb\n"]);
  }
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

/** Options: mostly none. */
export function randomOptions(random) {
  if (random.chance(0.6)) return undefined;
  const options = {};
  if (random.chance(0.5)) options.defaults = random.pick(["explicit", "omit", undefined]);
  if (random.chance(0.5)) options.unknownFields = random.pick(["reject", "strip", "keep", undefined]);
  if (random.chance(0.2)) options.rules = random.pick([{}, { nothing_to_start: "error" }, { unknown_option: "off" }]);
  if (random.chance(0.2)) options.maxBytes = random.pick([10, 100, 1000, 2 ** 20]);
  if (random.chance(0.2)) options.language = random.pick(["en", "de"]);
  return options;
}
