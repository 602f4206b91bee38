/** `sphinx-case/csv`: what comes out does not depend on where the text was cut, and a wrong row does not stop the others. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { describe, test } from "node:test";
import { entry, GOOD_BODY, require, sphinx } from "./package.mjs";

const csv = await entry("csv");
const { buildRowResults, buildRows, caseRows, csvTemplate } = csv;
const utf8 = new TextEncoder();

async function collect(output) {
  const all = [];
  for await (const one of output) all.push(one);
  return all;
}

const results = (source, options) => collect(buildRowResults(source, options));
const textOf = async (source, options) => Buffer.concat(await collect(buildRows(source, options))).toString();

const rejects = (text, expected, options) => assert.rejects(results(text, options), expected);

const MIXED = [
  '\ufeffName;customer_id;case_config;"checks[0].check_type"\r',
  ";1;kyb;\r",
  "\r",
  '"Zoë 😀\n""Z""";;;PEP',
  ";0;;PEPP",
  " ; \t ;;x;y",
  ';2;kyb;"open',
].join("\n");
const MAP = { map: { Name: "customer.full_name" } };

describe("rows", () => {
  test("have the results of their requests, the numbers of row and line, and issues with cells", async () => {
    const [first, second, third, fourth, fifth, ...more] = await results(MIXED, MAP);
    assert.deepEqual(first, {
      line: 2,
      row: 2,
      ok: true,
      body: GOOD_BODY,
      payload: JSON.parse(GOOD_BODY),
      defaulted: ["delete_after", "auto_start"],
      errors: [],
      warnings: [],
    });
    assert.deepEqual([second.line, second.row, second.payload.customer.full_name], [4, 4, 'Zoë 😀\n"Z"']);
    assert.deepEqual([third.line, third.row, third.ok, third.omitted], [6, 5, false, 0]);
    assert.deepEqual(
      third.issues.map(({ code, name, cell }) => [code, name, cell]),
      [
        ["out_of_range", "customer_id", { column: 2, heading: "customer_id", text: "0" }],
        ["unknown_option", "checks[0].check_type", { column: 4, heading: "checks[0].check_type", text: "PEPP" }],
      ],
    );
    assert.deepEqual([third.errors, third.warnings], [[third.issues[0]], [third.issues[1]]]);
    const unreadable = ({ line, row, issues: [{ code, params, path, cell, message }] }) => {
      return [line, row, code, params, path, cell, message.split(";")[0]];
    };
    assert.deepEqual(unreadable(fourth), [
      7,
      6,
      "invalid_json",
      { reason: "no_heading" },
      [],
      { column: 5, heading: "", text: "y" },
      "This cell has no heading",
    ]);
    assert.deepEqual(unreadable(fifth), [
      8,
      7,
      "invalid_json",
      { reason: "open_quotes" },
      [],
      { column: 4, heading: "checks[0].check_type", text: "open" },
      "The quotes of this cell are not closed",
    ]);
    assert.deepEqual(more, []);
  });

  test("are bodies, or their issues on one line", async () => {
    const text = await textOf(MIXED, MAP);
    const expected = (await results(MIXED, MAP)).map(({ ok, body, line, row, issues }) =>
      ok ? body : JSON.stringify({ line, row, issues }),
    );
    assert.equal(text, `${expected.join("\n")}\n`);
    assert.match(text, /\n\{"line":6,"row":5,"issues":\[.*"cell":\{"column":2,"heading":"customer_id","text":"0"\}\}/);
  });

  test("are the same wherever bytes or texts are cut", async () => {
    const whole = await textOf(MIXED, MAP);
    const bytes = utf8.encode(MIXED);
    for (let at = 0; at <= bytes.length; at++)
      assert.equal(await textOf([bytes.subarray(0, at), bytes.subarray(at)], MAP), whole, `cut at byte ${at}`);
    for (let at = 0; at <= MIXED.length; at++)
      assert.equal(await textOf([MIXED.slice(0, at), MIXED.slice(at)], MAP), whole, `cut at unit ${at}`);
    for (const size of [1, 2, 3, 7]) {
      const chunks = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      assert.equal(await textOf(chunks, MAP), whole, `chunks of ${size}`);
    }
  });

  test("come from anything that can be iterated, and through a web stream", async () => {
    const whole = await textOf(MIXED, MAP);
    const bytes = utf8.encode(MIXED);
    for (const source of [bytes, [MIXED], Readable.from([Buffer.from(bytes)]), new Blob([bytes]).stream()])
      assert.equal(await textOf(source, MAP), whole);
    const stream = ReadableStream.from([bytes]).pipeThrough(caseRows(MAP));
    assert.equal(Buffer.concat(await collect(stream)).toString(), whole);
  });

  test("of several tables can be read at the same time", async () => {
    const [one, other] = [buildRowResults(MIXED, MAP), buildRowResults("customer_id,case_config\n1,kyb\n2,kyb\n")];
    assert.equal((await one.next()).value.row, 2);
    assert.equal((await other.next()).value.body, GOOD_BODY);
    assert.equal((await one.next()).value.row, 4);
    assert.equal((await other.next()).value.row, 3);
  });

  test("have messages in the language of the options, which can be made again", async () => {
    const german = (await import("sphinx-case/languages/de").catch(() => require("sphinx-case/languages/de"))).default;
    const language = german ?? require("sphinx-case/languages/de");
    const all = await results(MIXED, { ...MAP, language });
    const messages = all.slice(3).map(({ issues }) => issues[0].message.split(";")[0]);
    assert.deepEqual(messages, [
      "Diese Zelle hat keine Spaltenüberschrift",
      "Die Anführungszeichen dieser Zelle sind nicht geschlossen",
    ]);
    assert.match(sphinx.renderMessage(all[4].issues[0]), /^The quotes of this cell/);
  });

  test("take all options of requests", async () => {
    const options = { defaults: "omit", revision: "newest", rules: { missing_check_type: "error" } };
    const text = "customer_id,external_id,checks[0].note\n1,a-1,\n2,,x\n";
    const [first, second] = await results(text.replace("checks[0].note", "case_config"), options);
    assert.equal(first.body, '{"customer_id":1,"external_id":"a-1"}');
    assert.equal(second.body, '{"customer_id":2,"case_config":"x"}');
  });

  test("of any length are read in flat memory, and too long ones are not kept", async () => {
    const maxBytes = 100;
    const chunk = utf8.encode("x".repeat(1000));
    const [first, second] = await results(["customer_id,case_config\n1,", ...new Array(50).fill(chunk), "\n1,kyb\n"], {
      maxBytes,
    });
    assert.deepEqual(
      [first.line, first.row, first.issues[0].code, first.issues[0].params],
      [2, 2, "too_large", { max: maxBytes, actual: 50_002 }],
    );
    assert.deepEqual([second.line, second.row, second.body], [3, 3, GOOD_BODY]);

    const many = utf8.encode("1,kyb\n".repeat(100_000));
    const open = utf8.encode(`1,"${"x".repeat(1 << 20)}`);
    async function* chunks() {
      yield "customer_id,case_config\n";
      for (let at = 0; at < 10; at++) yield many;
      for (let at = 0; at < 64; at++) yield open;
    }
    let [count, peak, last] = [0, 0];
    for await (const bytes of buildRows(chunks())) {
      count += bytes.length;
      last = bytes;
      const { external, arrayBuffers } = process.memoryUsage();
      peak = Math.max(peak, external + arrayBuffers);
    }
    assert.ok(count > 1_000_000 * GOOD_BODY.length);
    assert.match(Buffer.from(last).toString(), /"row":1000002,.*too_large/);
    assert.ok(peak < 200 * 2 ** 20, `${peak} bytes outside the heap`);
  });

  test("with thousands of issues in a long cell have short texts", async () => {
    const ids = JSON.stringify(new Array(3000).fill(0));
    const [row] = await results(`customer_id\tcase_config\tdocument_ids\n1\tkyb\t${ids}x`);
    assert.ok(row.issues.every(({ cell }) => cell.text.length <= 501));
  });
});

describe("headings", () => {
  const rejected = (text, message, options) => rejects(text, { name: "TypeError", message }, options);

  test("that are wrong are one error, which says what to do", async () => {
    await rejected(
      "customer_id,cutomer.full_name\n1,x\n",
      /^this table cannot be read: the heading "cutomer.full_name" of column 2 is not a field \(did you mean customer\.full_name\?\); rename it, or use map: \{ "cutomer\.full_name": "FIELD" \}/,
    );
    await rejected("customer_id,customer_id\n", /columns 1 and 2 are for the same field \(customer_id\)/);
    await rejected("customer_id\n", /no heading "Name", which the option map names/, MAP);
    for (const text of ["", "\n", "\ufeff"]) await rejected(text, /first row has no headings/);
    await rejected('"customer_id\n1\n', /quotes of a heading in row 1 are not closed/);
    await rejected(`customer_id,${"x".repeat(200)}`, /row of headings has more than 50 bytes/, { maxBytes: 50 });
  });

  test("of a newer revision are one error, which names the option", async () => {
    const text = "customer_id,external_id\n1,a\n2,b\n";
    await rejected(text, /newer revision .* "external_id" of column 2; use revision: "newest" to send it/);
    const [{ issues }] = await results(text, { rules: { unknown_field: "off" } });
    assert.equal(issues, undefined);
  });

  test("can be left out", async () => {
    const [row] = await results("customer_id,case_config,note\n1,kyb,x\n", { map: { note: "" } });
    assert.equal(row.body, GOOD_BODY);
  });

  test("of the template are taken", async () => {
    for (const revision of ["reference", "newest"]) {
      const template = csvTemplate({ revision });
      assert.match(template, /^customer_id,customer\.full_name,.*\n$/);
      assert.equal(template.includes(",external_id"), revision === "newest");
      assert.deepEqual(await results(template, { revision }), []);
    }
    assert.equal(csvTemplate(), csvTemplate({ revision: "reference" }));
    assert.throws(() => csvTemplate({ revision: "third" }), { name: "TypeError", message: /revision/ });
  });
});

describe("what is wrong with options or the source", () => {
  test("is thrown at once", () => {
    assert.throws(() => buildRows("", { defaults: "some" }), { name: "TypeError", message: /defaults/ });
    assert.throws(() => buildRows("", { maps: {} }), { name: "TypeError", message: /unknown option "maps".*map,/ });
    assert.throws(() => caseRows({ map: [] }), { name: "TypeError", message: /map must be an object/ });
    assert.throws(() => caseRows({ map: { a: 1 } }), { name: "TypeError", message: /map\["a"\]/ });
    assert.throws(() => buildRowResults(new Response("x")), {
      name: "TypeError",
      message: /sphinx-case\/csv.*file\.stream/,
    });
  });

  test("a chunk of another kind and another encoding are one error", async () => {
    await assert.rejects(textOf([5]), { name: "TypeError", message: /sphinx-case\/csv reads .*Uint8Array or string/ });
    const windows1252 = Buffer.from("customer_id;case_config;note\n1;kyb;Zoë\n", "latin1");
    for (const chunks of [[windows1252], [...windows1252].map((byte) => Uint8Array.of(byte))])
      await assert.rejects(textOf(chunks, { map: { note: "" } }), {
        name: "TypeError",
        message:
          /not in UTF-8, but probably in Windows-1252 .*byte EB in line 2, column 9.*TextDecoderStream\("windows-1252"\)/,
      });
    const decoded = new Blob([windows1252]).stream().pipeThrough(new TextDecoderStream("windows-1252"));
    assert.equal(await textOf(decoded, { map: { note: "" } }), `${GOOD_BODY}\n`);
    const [row] = await results("customer_id,case_config\n1,\ud83d\n");
    assert.deepEqual(
      row.issues.map(({ code }) => code),
      ["invalid_unicode"],
    );
    await assert.rejects(textOf(Uint8Array.of(0x1f, 0x8b, 8)), { name: "TypeError", message: /compressed with gzip/ });
  });
});

describe("the tables of the corpus", () => {
  const folder = new URL("../corpus/tables/", import.meta.url);
  const native = JSON.parse(readFileSync(new URL("../../target/corpus/tables.json", import.meta.url), "utf8"));
  const tables = readdirSync(folder).flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")).tables);
  assert.ok(tables.length >= 30);

  for (const { name, text, options, map, rows, error } of tables) {
    test(`${name}: as natively, where the command line reads it`, async () => {
      const all = { ...options, ...(map && { map }) };
      if (error !== undefined) {
        await rejects(text, (thrown) => thrown instanceof TypeError && thrown.message.includes(error), all);
        return assert.equal(native[name], null);
      }
      const came = await results(text, all);
      assert.deepEqual(
        came.map(({ row, line }) => [row, line]),
        rows.map(({ row, line }) => [row, line]),
      );
      assert.deepEqual(
        came.map(({ row, ok, issues, warnings, body = null }) => ({
          row,
          issues: ok ? warnings : issues,
          payload: body,
        })),
        native[name],
      );
    });
  }
});

test("CommonJS offers the same", async () => {
  const common = require("sphinx-case/csv");
  assert.deepEqual(Object.keys(common).sort(), Object.keys(csv).sort());
  assert.equal(Buffer.concat(await collect(common.buildRows(MIXED, MAP))).toString(), await textOf(MIXED, MAP));
});
