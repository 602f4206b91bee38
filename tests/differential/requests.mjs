/** Random requests that are valid, mostly without advice, and options. */
import { strangeText, URLS } from "./texts.mjs";

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
export const KEYS = [
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
  "rawJSON",
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
  if (random.chance(0.3)) add("webhook_url", webhookUrl(random));
  if (random.chance(0.3)) add("document_ids", documents(random));
  if (random.chance(0.3)) add("delete_after", random.pick([-1, 0, 1, 30, 365]));
  if (random.chance(0.3)) add("auto_start", random.chance(0.5));
  // Fields that exclude each other.
  if (random.chance(0.04)) add("customer_id", 7);
  if (random.chance(0.04)) add("case_config", "kyb");
  if (random.chance(0.1) && entries[1][0] === "case_config") add("checks", []);
  return ordered(random, entries);
}

function webhookUrl(random) {
  if (random.chance(0.1)) return null;
  return random.chance(0.2) ? random.pick(URLS) : `https://${random.pick(HOSTS)}${random.pick(PATHS)}`;
}

function customer(random) {
  const name = random.pick(NAMES);
  const entries = [["full_name", random.chance(0.05) ? strangeText(random, name) : name]];
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

/** Sets a member, also if its key is `__proto__`. A member that is fixed, and an array or its proxy that refuses the value, stay. */
export function define(object, key, value, more = {}) {
  const attributes = { configurable: true, enumerable: true, ...more };
  try {
    Reflect.defineProperty(object, key, "get" in attributes ? attributes : { writable: true, value, ...attributes });
  } catch {
    // An invalid length, or a value that is not a number for an array of bytes.
  }
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
