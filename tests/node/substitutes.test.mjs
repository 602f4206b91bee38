/** Hosts without TextDecoder and TextEncoder, such as jsdom in Jest: the package has substitutes. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { project, sphinx } from "./package.mjs";

/** Runs a program without the two classes. Returns what it prints as JSON. */
function without(program) {
  const start = "globalThis.TextDecoder = globalThis.TextEncoder = undefined;";
  return JSON.parse(execFileSync(process.execPath, ["-e", start + program], { cwd: project, encoding: "utf8" }));
}

test("bytes of an error response are read, also those that are not UTF-8", () => {
  const decoder = new TextDecoder();
  const samples = [
    [...Buffer.from('"ü€😀 ﷐"')],
    [0xef, 0xbb, 0xbf, 0x22, 0x61, 0x22],
    [0x3c, 0xe9, 0x3e],
    [0x61, 0xe2, 0x82],
    [0xff, 0x61],
  ];
  const program = `
    const { mapServerErrors } = require("sphinx-case");
    const samples = ${JSON.stringify(samples)};
    console.log(JSON.stringify(samples.map((bytes) => mapServerErrors(500, Uint8Array.from(bytes))[0].message)));`;
  const { mapServerErrors } = sphinx;
  assert.deepEqual(
    without(program),
    samples.map((bytes) => mapServerErrors(500, decoder.decode(Uint8Array.from(bytes)))[0].message),
  );
});

test("a whole request, with a lone surrogate in it", () => {
  const program = `
    const { buildPayload, createCaseForm } = require("sphinx-case");
    const form = createCaseForm();
    form.set("customer.full_name", "\\ud800 Zoë 😀");
    console.log(JSON.stringify([buildPayload({ customer: { full_name: "Zoë 😀" }, case_config: "c" }).body, form.field("customer.full_name").input.value, form.build().issues.map(({ code }) => code)]));`;
  const [body, value, codes] = without(program);
  assert.match(body, /Zoë 😀/);
  assert.equal(value, "\ud800 Zoë 😀");
  assert.ok(codes.includes("invalid_unicode"));
});
