/**
 * The corpus on the packed package. Each case says what must be said and sent; beyond that, every answer must be equal
 * to the one that the same Rust code gave natively (`target/corpus/native.json`, written by `cargo test --test core corpus`).
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { sphinx } from "./package.mjs";

const folder = new URL("../corpus/", import.meta.url);
const nativePath = fileURLToPath(new URL("../../target/corpus/native.json", import.meta.url));
if (!existsSync(nativePath))
  throw new Error("there is no target/corpus/native.json yet: run `cargo test --test core corpus` first");
const native = JSON.parse(readFileSync(nativePath, "utf8"));
// biome-ignore lint/security/noGlobalEval: the cases in JavaScript are files of this repository
const evaluate = globalThis.eval;

/** The severity of each code, for the cases that do not name one. */
const severities = JSON.parse(readFileSync(new URL("../../target/corpus/severities.json", import.meta.url), "utf8"));

/** How each kind of input is given to the package: name → input. Those with `hasSpans` are text to the core. */
function runs(entry) {
  if ("value" in entry) {
    const text = JSON.stringify(entry.value);
    return [
      { how: "object", input: entry.value },
      { how: "text", input: text, hasSpans: true },
    ];
  }
  if ("text" in entry) {
    const text = { how: "text", input: entry.text, hasSpans: true };
    // UTF-8 cannot carry a lone surrogate.
    return entry.text.isWellFormed()
      ? [text, { how: "bytes", input: new TextEncoder().encode(entry.text), hasSpans: true }]
      : [text];
  }
  if ("bytes" in entry)
    return [{ how: "bytes", input: new Uint8Array(Buffer.from(entry.bytes, "hex")), hasSpans: true }];
  const input = evaluate(`(${entry.js})`);
  return [{ how: "js", input, hasSpans: typeof input === "string" || input instanceof Uint8Array }];
}

/** What the case leaves open is taken from the answer. */
function completed(expected, actual, hasSpans) {
  const { severity = severities[expected.code], span, ...rest } = expected;
  const open = Object.fromEntries(
    ["params", "related", "span"].filter((key) => key in actual).map((key) => [key, actual[key]]),
  );
  return { ...actual, ...open, severity, ...rest, ...(span !== undefined && hasSpans && { span }) };
}

function withoutSpans({ issues, ...outcome }) {
  return { ...outcome, issues: issues.map(({ span, ...issue }) => issue) };
}

let count = 0;
for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
  const { cases } = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
  describe(file, () => {
    for (const entry of cases) {
      for (const { how, input, hasSpans = false } of runs(entry)) {
        count++;
        test(`${entry.name} (${how})`, () => {
          const { valid, issues, omitted } = sphinx.validate(input, entry.options);
          const built = sphinx.buildPayload(input, entry.options);

          assert.deepEqual(
            issues.map(({ code, path }) => [code, path]),
            entry.issues.map(({ code, path }) => [code, path]),
          );
          assert.deepEqual(
            issues,
            entry.issues.map((issue, at) => completed(issue, issues[at], hasSpans)),
          );
          assert.equal(valid, "payload" in entry);
          assert.equal(built.ok, valid);
          assert.deepEqual(built.ok ? built.warnings : built.issues, issues);
          if (built.ok) assert.equal(built.body, entry.payload);
          if (built.ok && "defaulted" in entry) assert.deepEqual(built.defaulted, entry.defaulted);

          if ("js" in entry) return;
          const theirs = native[entry.name];
          assert.notEqual(
            theirs,
            undefined,
            "the native run does not know it: run `cargo test --test core corpus` again",
          );
          // Natively a value is read as it is spelled in the file, so its spans are others.
          const comparable = "value" in entry ? withoutSpans : (outcome) => outcome;
          const ours = { issues, omitted, payload: built.body ?? null, defaulted: built.defaulted ?? [] };
          assert.deepEqual(comparable(ours), comparable(theirs));
          assert.equal(JSON.stringify(comparable(ours)), JSON.stringify(comparable(theirs)), "in the same order, too");
        });
      }
    }
  });
}

test("there are at least 300 cases", () => assert.equal(count >= 300, true, `only ${count}`));
