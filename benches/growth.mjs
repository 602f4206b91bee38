/**
 * How the time for a byte grows with the size of a request, and how much hostile requests cost. Run by `make bench`.
 *
 *   node benches/growth.mjs                  exits 1 if a limit is exceeded for an unknown reason (see bounds.mjs)
 *   node benches/growth.mjs --report-only    only prints
 */
import { setImmediate as nextTask } from "node:timers/promises";
import { buildPayload, validate } from "../pkg/dist/index.js";
import { fails, judge, verdictText } from "./bounds.mjs";
import { saveResults } from "./results.mjs";

/** The time for a byte of a plain request of any size is within this factor of that of 1 MB. */
const MAX_GROWTH = 1.2;
/** A hostile request costs at most this many times the time for a byte of a plain one of 1 MB. */
const MAX_HOSTILE = 3;
const ROUNDS = 15;
/** How long one measurement takes at least, in milliseconds. */
const DURATION = 20;

const KB = 1000;
const MB = 1000 * KB;

/** A request of about `bytes` bytes: one check for each third of a kilobyte. */
function plain(bytes) {
  const checks = [];
  const request = { customer_id: 7, checks, webhook_url: "https://hooks.example.com/case-complete" };
  let length = JSON.stringify(request).length;
  for (let place = 0; length < bytes; place++) {
    const check = {
      check_type: place % 2 === 0 ? "ADVERSE_MEDIA" : "SOURCE_OF_FUNDS",
      input_details: {
        reference: `2026-${String(place).padStart(8, "0")}`,
        threshold: 0.25,
        media_hits: [{ url: `https://news.example.com/articles/${place}/`, source: "news.example.com" }],
      },
      document_ids: [20_000 + place * 2, 20_001 + place * 2],
      delete_after: 30,
    };
    checks.push(check);
    length += JSON.stringify(check).length + 1;
  }
  return JSON.stringify(request);
}

const list = (count, item) => Array.from({ length: count }, (_, place) => item(place)).join(",");

/** Requests that are made to take long: as JSON text. */
const HOSTILE = {
  "100,000 unknown keys": `{"customer_id":7,"case_config":"kyc",${list(100_000, (place) => `"key_${place}":1`)}}`,
  "100,000 unknown keys in free JSON": `{"customer":{"full_name":"Ada","input_details":{${list(100_000, (place) => `"key_${place}":1`)}}},"case_config":"kyc"}`,
  "100,000 times the same key": `{"customer_id":7,"case_config":"kyc",${list(100_000, () => `"key":1`)}}`,
  "100,000 equal document IDs": `{"customer_id":7,"case_config":"kyc","document_ids":[${list(100_000, () => "12345")}]}`,
  "100,000 document IDs, descending": `{"customer_id":7,"case_config":"kyc","document_ids":[${list(100_000, (place) => 900_000 - place)}]}`,
  "128 levels, 1,000 times": `{"customer_id":7,"case_config":"kyc","checks":[${list(1_000, () => `{"check_type":"PEP","input_details":{"a":${"[".repeat(123)}${"]".repeat(123)}}}`)}]}`,
  "a string of 10 MB": `{"customer":{"full_name":"Ada","input_details":{"text":"${"x".repeat(9_900_000)}"}},"case_config":"kyc"}`,
  "a name of 10 MB": `{"customer":{"full_name":"${"x".repeat(9_900_000)}"},"case_config":"kyc"}`,
  "a string of 10 MB of escapes": `{"customer":{"full_name":"Ada","input_details":{"text":"${'\\"'.repeat(4_900_000)}"}},"case_config":"kyc"}`,
  "a million errors": `{"customer_id":7,"case_config":"kyc","document_ids":[${list(1_000_000, () => '"x"')}]}`,
  "an integer of 16 digits beside 9 MB": `{"customer_id":9007199254740993,"case_config":"kyc","checks":[],"customer":{"full_name":"Ada","input_details":{"text":"${"x".repeat(9_000_000)}"}}}`,
  "a webhook URL of 10 MB": `{"customer_id":7,"case_config":"kyc","webhook_url":"https://${"a.".repeat(4_900_000)}example.com"}`,
  "a check type of 1 MB": `{"customer_id":7,"checks":[{"check_type":"${"A".repeat(1_000_000)}"}]}`,
};

/** The functions that are measured. */
const WAYS = { "buildPayload(text)": buildPayload, "validate(text)": validate };

/** Nanoseconds for a byte. */
function measure(call, text) {
  const end = performance.now() + DURATION;
  const start = process.hrtime.bigint();
  let calls = 0;
  do {
    call(text);
    calls++;
  } while (performance.now() < end);
  return Number(process.hrtime.bigint() - start) / calls / text.length;
}

/** The median of the rounds for each text, which are measured in turns. */
async function medians(call, texts) {
  const times = texts.map(() => []);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, text] of texts.entries()) {
      await nextTask(); // as in a server: the memory for large inputs may be collected between tasks
      const time = measure(call, text);
      if (round > 0) times[index].push(time); // the first round compiles
    }
  }
  return times.map((values) => values.sort((one, other) => one - other)[values.length >> 1]);
}

const SIZES = [1 * KB, 10 * KB, 100 * KB, 1 * MB, 9.9 * MB];
const names = [...SIZES.map((size) => `plain, ${size / KB} KB`), ...Object.keys(HOSTILE)];
const texts = [...SIZES.map(plain), ...Object.values(HOSTILE)];
const rows = names.map((name, index) => ({
  name,
  limit: index < SIZES.length ? `${(1 / MAX_GROWTH).toFixed(2)} to ${MAX_GROWTH}` : `${MAX_HOSTILE}`,
  measured: [],
}));

for (const [way, call] of Object.entries(WAYS)) {
  const times = await medians(call, texts);
  const reference = times[SIZES.indexOf(1 * MB)];
  console.log(`\n${way.padEnd(48)} ns/byte   × plain, 1 MB   limit`);
  for (const [index, { name, limit, measured }] of rows.entries()) {
    const time = times[index];
    const ratio = time / reference;
    const verdict =
      index < SIZES.length
        ? judge(name, Math.max(ratio, 1 / ratio), MAX_GROWTH, "less")
        : judge(name, ratio, MAX_HOSTILE, "less");
    measured.push({ time, ratio, verdict });
    const figures = `${time.toFixed(2).padStart(8)} ${ratio.toFixed(2).padStart(12)}×`;
    console.log(`  ${name.padEnd(46)} ${figures}      ${limit}: ${verdictText(verdict)}`);
  }
}
saveResults("growth", { ways: Object.keys(WAYS), rows });
const isExceeded = rows.some(({ measured }) => measured.some(({ verdict }) => fails(verdict)));
if (isExceeded && !process.argv.includes("--report-only")) process.exitCode = 1;
