/**
 * Before anything is timed: do all libraries check the same schema? Throws at the first disagreement, so that
 * no figure can come from a peer that does less (or refuses) what the others do.
 */
import { isDeepStrictEqual } from "node:util";
import { DEFAULTS, requests } from "./requests.mjs";

/** As the value of a change: the key is taken away. */
const ABSENT = Symbol("absent");

/** The small request with some values changed; a change is named by the path to its value. */
function change(changes) {
  const request = JSON.parse(requests.small);
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split(".");
    const last = keys.pop();
    const holder = keys.reduce((object, key) => object[key], request);
    if (value === ABSENT) delete holder[last];
    else holder[last] = value;
  }
  return request;
}

const existingCustomer = (customer_id) => change({ customer: ABSENT, customer_id });

/** Every constraint of the schema, broken alone: each library has to report at least one error. */
const FAULTS = {
  "customer_id is 0": existingCustomer(0),
  "customer_id is 1.5": existingCustomer(1.5),
  "customer_id beyond 2^53": existingCustomer(2 ** 60),
  "neither customer nor customer_id": change({ customer: ABSENT }),
  "customer and customer_id": change({ customer_id: 7 }),
  "checks and case_config": change({ case_config: "kyc" }),
  "customer is null": change({ customer: null }),
  "full_name is absent": change({ "customer.full_name": ABSENT }),
  "full_name is blank": change({ "customer.full_name": "  " }),
  "full_name of 256 characters": change({ "customer.full_name": "x".repeat(256) }),
  "external_id of 256 characters": change({ "customer.external_id": "x".repeat(256) }),
  "customer_type is not an option": change({ "customer.customer_type": "PERSON" }),
  "input_details is text": change({ "customer.input_details": "x" }),
  "input_details is a list": change({ "customer.input_details": [1] }),
  "unknown key in the case": change({ chekcs: [] }),
  "unknown key in the customer": change({ "customer.name": "x" }),
  "unknown key in a check": change({ "checks.1.type": "x" }),
  "webhook_url is not absolute": change({ webhook_url: "/hook" }),
  "webhook_url is ftp": change({ webhook_url: "ftp://example.com/hook" }),
  "webhook_url of 512 characters": change({ webhook_url: "https://example.com/".padEnd(512, "x") }),
  "checks is an object": change({ checks: {} }),
  "check_type is a number": change({ "checks.0.check_type": 5 }),
  "check_type is blank": change({ "checks.0.check_type": "" }),
  "document id is text": change({ "checks.1.document_ids": ["1"] }),
  "document id is 0": change({ document_ids: [0] }),
  "delete_after is -2": change({ delete_after: -2 }),
  "delete_after is 2^31": change({ delete_after: 2 ** 31 }),
  "case_config is no slug": change({ checks: ABSENT, case_config: "a b" }),
  "auto_start is text": change({ auto_start: "true" }),
};

/** At the limits, but within them: no library may report an error. */
const GOOD = {
  "full_name of 255 emoji": change({ "customer.full_name": "😀".repeat(255) }),
  "webhook_url of 511 characters": change({ webhook_url: "https://example.com/".padEnd(511, "x") }),
  "documented nulls": change({
    webhook_url: null,
    "customer.external_id": null,
    "customer.customer_type": null,
    "checks.0.check_type": null,
  }),
  "no checks beside a case_config": change({ checks: [], case_config: "kyc" }),
  "a customer_id alone": { customer_id: 123, delete_after: 30 },
};

/** Throws unless `peer` (a loaded bundle) agrees; returns how many of the three errors it reports. */
export function agree(peer) {
  const complain = (what) => {
    throw new Error(`${peer.name} disagrees with the schema: ${what}`);
  };
  const errorsOf = (object) => peer.issuesOf(object).filter((issue) => issue.severity !== "warning");
  for (const size of ["small", "large", "greek"]) {
    const expected = { ...JSON.parse(requests[size]), ...DEFAULTS };
    if (!isDeepStrictEqual(JSON.parse(peer.fromText(requests[size])), expected)) complain(`payload of ${size}`);
    if (!isDeepStrictEqual(plain(peer.parse(JSON.parse(requests[size]))), expected)) complain(`object of ${size}`);
    if (!isDeepStrictEqual(JSON.parse(peer.toBody(JSON.parse(requests[size]))), expected)) complain(`body of ${size}`);
    if (peer.issuesOf(JSON.parse(requests[size])).length > 0) complain(`issues in ${size}`);
  }
  for (const [what, object] of Object.entries(FAULTS)) {
    if (errorsOf(structuredClone(object)).length === 0) complain(`it accepts: ${what}`);
  }
  for (const [what, object] of Object.entries(GOOD)) {
    if (errorsOf(structuredClone(object)).length > 0) complain(`it refuses: ${what}`);
  }
  const counts = ["smallWithErrors", "largeWithErrors"].map((size) => errorsOf(JSON.parse(requests[size])).length);
  if (counts.includes(0)) complain("it accepts the request with three errors");
  if (counts[0] !== counts[1])
    complain(`${counts[0]} issues for the small, ${counts[1]} for the large request with three errors`);
  return counts[0];
}

/** How many constraints were tried one by one. */
export const TRIED = Object.keys(FAULTS).length + Object.keys(GOOD).length;

const plain = (value) => JSON.parse(JSON.stringify(value));
