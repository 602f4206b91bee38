/** `sphinx-case/lines`: what comes out of a stream does not depend on where it was cut, and a bad line never stops the rest. */
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { GOOD_BODY as BODY, entry, lines, require, sphinx } from "./package.mjs";

const { buildLineResults, buildLines, caseLines, caseLineResults } = lines;
const utf8 = new TextEncoder();

/** Chunks in, everything out. */
async function through(stream, chunks) {
  const out = [];
  for await (const chunk of ReadableStream.from(chunks).pipeThrough(stream)) out.push(chunk);
  return out;
}

async function textThrough(chunks, options) {
  const out = await through(caseLines(options), chunks);
  for (const chunk of out) assert.equal(Object.prototype.toString.call(chunk), "[object Uint8Array]");
  return Buffer.concat(out).toString("utf8");
}

/** What must come out, made from single calls. */
function expected(text, options) {
  return text
    .replace(/^\ufeff/, "")
    .split("\n")
    .map((line, at) => {
      if (line.trim() === "") return "";
      const built = sphinx.buildPayload(line.replace(/\r$/, ""), options);
      return `${built.ok ? built.body : JSON.stringify({ line: at + 1, issues: built.issues })}\n`;
    })
    .join("");
}

const MIXED = [
  '{"customer_id":1,"case_config":"kyb"}',
  "",
  "not json",
  '{"customer":{"full_name":"Zoë 😀 中"},"case_config":"ключ"}\r',
  "   \t\r",
  '{"customer_id":0}',
  '"\\ud83d"',
  "[]",
  '{"customer":{"full_name":"Zoë 😀 中","input_details":{"a":"é"}},"case_config":"x"}',
].join("\n");

describe("caseLines", () => {
  test("bodies, and the issues of bad lines with their numbers", async () => {
    const out = await textThrough([
      `{"customer_id":1,"case_config":"kyb"}\n\n{"customer_id":"1","case_config":"kyb"}\n{"customer_id":2,"case_config":"kyb"}`,
    ]);
    const [first, second, third, ...rest] = out.split("\n");
    assert.equal(first, BODY);
    const { line, issues, ...more } = JSON.parse(second);
    assert.equal(line, 3);
    assert.deepEqual(
      issues.map(({ code, name, span }) => [code, name, span.line]),
      [["invalid_type", "customer_id", 1]],
    );
    assert.deepEqual(more, {});
    assert.equal(third, BODY.replace("1", "2"));
    assert.deepEqual(rest, [""]);
  });

  for (const ending of ["", "\n", "\r\n", "\n\n"]) {
    const text = MIXED + ending;
    const bytes = utf8.encode(text);

    test(`cut in two at every byte, ending in ${JSON.stringify(ending)}`, async () => {
      const whole = expected(text);
      for (let at = 0; at <= bytes.length; at++) {
        assert.equal(await textThrough([bytes.subarray(0, at), bytes.subarray(at)]), whole, `cut at ${at}`);
      }
    });

    test(`cut in chunks of 1, 2, 3 and 7 bytes, ending in ${JSON.stringify(ending)}`, async () => {
      for (const size of [1, 2, 3, 7]) {
        const chunks = [];
        for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
        assert.equal(await textThrough(chunks), expected(text), `chunks of ${size}`);
      }
    });
  }

  test("strings cut at every UTF-16 unit, surrogate pairs included", async () => {
    const whole = expected(MIXED);
    for (let at = 0; at <= MIXED.length; at++) {
      assert.equal(await textThrough([MIXED.slice(0, at), MIXED.slice(at)]), whole, `cut at ${at}`);
    }
    assert.equal(await textThrough([...MIXED].flatMap((point) => point.split(""))), whole);
  });

  test("strings and bytes mixed, where the string ends in half a pair", async () => {
    const text = '{"customer":{"full_name":"\ud83d';
    const [result] = await through(caseLineResults(), [text, utf8.encode('"},"case_config":"k"}')]);
    assert.deepEqual(
      result.issues.map(({ code }) => code),
      ["invalid_unicode"],
    );
  });

  test("half a pair at the end of the stream", async () => {
    const [result] = await through(caseLineResults(), ["\ud83d"]);
    assert.equal(result.line, 1);
    assert.deepEqual(
      result.issues.map(({ code }) => code),
      ["invalid_json"],
    );
  });

  test("no input, and blank input, give no output", async () => {
    for (const chunks of [[], [""], ["\n"], ["\r\n \t \r\n"], [new Uint8Array()], ["\ufeff"], ["\ufeff\n\n"]]) {
      assert.equal(await textThrough(chunks), "");
    }
  });

  test("a byte order mark at the beginning is passed over, in one chunk or three", async () => {
    const bytes = utf8.encode(`\ufeff${MIXED}`);
    assert.equal(await textThrough([bytes]), expected(MIXED));
    assert.equal(await textThrough([bytes.subarray(0, 1), bytes.subarray(1, 2), bytes.subarray(2)]), expected(MIXED));
  });

  test("bytes that are no UTF-8 are an issue of their line", async () => {
    const [first, second] = await through(caseLineResults(), [new Uint8Array([0x22, 0xff, 0x22, 0x0a]), `${BODY}\n`]);
    assert.deepEqual(
      first.issues.map(({ code, params }) => [code, params.reason]),
      [["invalid_json", "invalid_utf8"]],
    );
    assert.equal(second.ok, true);
  });

  test("a producer may use its buffer again", async () => {
    const buffer = new Uint8Array(16);
    async function* chunks() {
      const bytes = utf8.encode(MIXED);
      for (let at = 0; at < bytes.length; at += buffer.length) {
        const part = bytes.subarray(at, at + buffer.length);
        buffer.set(part);
        yield buffer.subarray(0, part.length);
      }
    }
    assert.equal(await textThrough(chunks()), expected(MIXED));
  });

  test("options hold for every line, as they were when the stream was made", async () => {
    const options = { unknownFields: "strip", defaults: "omit", rules: { nothing_to_start: "error" } };
    const text = `{"customer_id":1,"case_config":"kyb","zzz":1}\n{"customer_id":1}\n`;
    const stream = caseLines(options);
    const whole = expected(text, { ...options });
    options.unknownFields = "drop";
    assert.equal(Buffer.concat(await through(stream, [text])).toString(), whole);
    assert.match(whole, /^\{"customer_id":1,"case_config":"kyb"\}\n\{"line":2,"issues":\[.*nothing_to_start/);
  });

  test("options that make no sense are refused when the stream is made", () => {
    assert.throws(() => caseLines({ defaults: "some" }), { name: "TypeError", message: /defaults/ });
    assert.throws(() => caseLineResults({ maxbytes: 1 }), { name: "TypeError", message: /maxbytes/ });
  });

  test("a chunk that is neither text nor bytes fails the stream", async () => {
    for (const chunk of [{ customer_id: 1 }, 1, null, new Uint16Array(2), new ArrayBuffer(2)]) {
      await assert.rejects(through(caseLines(), [chunk]), { name: "TypeError", message: /Uint8Array or string/ });
    }
  });

  test("Node streams can be joined", async () => {
    const source = Readable.toWeb(Readable.from([Buffer.from(MIXED)]));
    const out = [];
    for await (const chunk of Readable.fromWeb(source.pipeThrough(caseLines()))) out.push(chunk);
    assert.equal(Buffer.concat(out).toString(), expected(MIXED));
  });

  test("more issues than are listed are counted", async () => {
    const out = await textThrough([
      JSON.stringify({ customer_id: 1, case_config: "k", document_ids: new Array(10_050).fill(0) }),
    ]);
    const { line, issues, omitted } = JSON.parse(out);
    assert.deepEqual([line, issues.length >= 10_000, omitted > 0], [1, true, true]);
  });
});

describe("buildLines and buildLineResults", () => {
  const bytes = utf8.encode(MIXED);
  const collect = async (output) => {
    const all = [];
    for await (const one of output) all.push(one);
    return all;
  };
  const textOf = async (source, options) => Buffer.concat(await collect(buildLines(source, options))).toString();

  test("read anything that can be iterated: texts, bytes, arrays, generators, Node and web streams", async () => {
    const halves = () => [bytes.subarray(0, 90), MIXED.slice(Buffer.from(bytes.subarray(0, 90)).toString().length)];
    async function* generator() {
      yield* halves();
    }
    const noIterator = new Blob([bytes]).stream();
    Object.defineProperty(noIterator, Symbol.asyncIterator, { value: undefined });
    for (const source of [
      MIXED,
      bytes,
      [MIXED],
      [bytes],
      halves(),
      new Set(halves()),
      generator(),
      Readable.from([Buffer.from(MIXED)]),
      new Blob([bytes]).stream(),
      noIterator,
    ])
      assert.equal(await textOf(source), expected(MIXED));
  });

  test("results are those of caseLineResults", async () => {
    const plain = (results) => results.map(({ line, ok, body, issues }) => ({ line, ok, body, issues }));
    const results = plain(await collect(buildLineResults([MIXED])));
    assert.deepEqual(results, plain(await through(caseLineResults(), [MIXED])));
    assert.equal(results.length, 7);
  });

  test("what is wrong with options or the source is thrown at once, with a wrong chunk while iterating", async () => {
    assert.throws(() => buildLines([], { defaults: "some" }), { name: "TypeError", message: /defaults/ });
    for (const source of [undefined, null, 5, {}, new Response("x"), new Blob(["x"]), Promise.resolve("x")])
      assert.throws(() => buildLines(source), { name: "TypeError", message: /file\.stream\(\)/ });
    await assert.rejects(textOf([5]), { name: "TypeError", message: /Uint8Array or string/ });
  });

  test("the source is closed when the caller stops early", async () => {
    let isClosed = false;
    async function* source() {
      try {
        for (;;) yield `${BODY}\n`;
      } finally {
        isClosed = true;
      }
    }
    for await (const one of buildLines(source())) {
      assert.equal(Buffer.from(one).toString(), `${BODY}\n`);
      break;
    }
    assert.ok(isClosed);
  });

  test("chunks of several megabytes: the same output, in pieces, with the right numbers", async () => {
    const long = `{"customer_id":1,"case_config":"kyb","customer":"${"x".repeat(150_000)}"}`; // longer than a block
    const text = `${`${MIXED}\n`.repeat(4000)}${long}\n${`${MIXED}\n`.repeat(4000)}${BODY}`;
    const whole = expected(text);
    const output = await collect(buildLines([utf8.encode(text)]));
    assert.equal(Buffer.concat(output).toString(), whole);
    assert.ok(output.length > 20, `${output.length} pieces`);
    assert.ok(Math.max(...output.map(({ length }) => length)) < 600_000);
    for (const size of [65_536, 131_072, 131_073, 1_000_003]) {
      const chunks = [];
      const all = utf8.encode(text);
      for (let at = 0; at < all.length; at += size) chunks.push(all.subarray(at, at + size));
      assert.equal(await textOf(chunks), whole, `chunks of ${size}`);
    }
  });
});

describe("inputs that are not UTF-8", () => {
  const utf16 = (text, littleEndian) => {
    const view = new DataView(new ArrayBuffer(text.length * 2));
    for (let index = 0; index < text.length; index++) view.setUint16(index * 2, text.charCodeAt(index), littleEndian);
    return new Uint8Array(view.buffer);
  };
  const text = '{"customer_id":1,"case_config":"kyc"}\n'.repeat(100);
  const inputs = [
    ["UTF-16LE with a byte order mark", utf16(`\ufeff${text}`, true), /UTF-16: .*utf-16le/],
    ["UTF-16BE with a byte order mark", utf16(`\ufeff${text}`, false), /UTF-16: .*utf-16be/],
    ["UTF-16LE", utf16(text, true), /UTF-16: .*utf-16le/],
    ["UTF-16BE", utf16(text, false), /UTF-16: .*utf-16be/],
    ["gzip", gzipSync(text), /compressed with gzip: .*DecompressionStream/],
    ["zstd", Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 4, 0), /compressed: decompress/],
  ];
  for (const [name, bytes, message] of inputs) {
    for (const size of [1, 3, bytes.length]) {
      test(`${name} in chunks of ${size}: one error, and no line`, async () => {
        for (const make of [caseLines, caseLineResults]) {
          const chunks = [];
          for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
          const received = [];
          await assert.rejects(
            async () => {
              for await (const one of ReadableStream.from(chunks).pipeThrough(make())) received.push(one);
            },
            { name: "TypeError", message },
          );
          assert.deepEqual(received, []);
        }
      });
    }
  }

  test("the advice works", async () => {
    const advised = [
      [utf16(`\ufeff${text}`, true), new TextDecoderStream("utf-16le")],
      [utf16(text, false), new TextDecoderStream("utf-16be")],
      [gzipSync(text), new DecompressionStream("gzip")],
    ];
    for (const [bytes, decoder] of advised) {
      let count = 0;
      for await (const result of new Blob([bytes]).stream().pipeThrough(decoder).pipeThrough(caseLineResults())) {
        assert.ok(result.ok);
        count++;
      }
      assert.equal(count, 100);
    }
  });
});

describe("lines that are too long", () => {
  const limit = BODY.length;

  test("just as long as allowed, and one byte more, with LF and CRLF", async () => {
    const longer = BODY.replace("kyb", "kybs");
    for (const end of ["\n", "\r\n", ""]) {
      const results = await through(caseLineResults({ maxBytes: limit }), [BODY + (end || "\n"), longer + end]);
      assert.deepEqual(
        results.map(({ line, ok }) => [line, ok]),
        [
          [1, true],
          [2, false],
        ],
      );
      assert.deepEqual(
        results[1].issues.map(({ code, params }) => [code, params]),
        [["too_large", { max: limit, actual: limit + 1 }]],
      );
    }
  });

  test("far too long, in many chunks: its length is said, and the next line is read", async () => {
    const chunk = utf8.encode("x".repeat(1000));
    const results = await through(caseLineResults({ maxBytes: limit }), [
      ...new Array(50).fill(chunk),
      `\n${BODY}\n`,
      ...new Array(3).fill(chunk),
    ]);
    assert.deepEqual(
      results.map(({ line, ok, issues }) => [line, ok, issues?.[0].params.actual]),
      [
        [1, false, 50_000],
        [2, true, undefined],
        [3, false, 3000],
      ],
    );
  });

  test("are not kept: memory stays flat through a line of 256 MiB and 200 000 lines", async () => {
    const filler = new Uint8Array(1 << 20).fill(0x78);
    const many = utf8.encode(`${BODY}\n`.repeat(10_000));
    async function* chunks() {
      for (let at = 0; at < 256; at++) yield filler;
      yield utf8.encode("\n");
      for (let at = 0; at < 20; at++) yield many;
    }
    let peak = 0;
    let count = 0;
    let tooLarge;
    for await (const result of ReadableStream.from(chunks()).pipeThrough(caseLineResults())) {
      count++;
      tooLarge ??= result.issues?.[0];
      if (count % 10_000 === 0)
        peak = Math.max(peak, process.memoryUsage().external + process.memoryUsage().arrayBuffers);
    }
    assert.equal(count, 200_001);
    assert.deepEqual([tooLarge.code, tooLarge.params], ["too_large", { max: 10 * 2 ** 20, actual: 2 ** 28 }]);
    assert.equal(peak < 200 * 2 ** 20, true, `${peak} bytes outside the heap`);
  });
});

describe("caseLineResults", () => {
  test("is what buildPayload answers, with the line", async () => {
    const results = await through(caseLineResults(), [`{"customer_id":9007199254740993}\n{}`]);
    const built = sphinx.buildPayload('{"customer_id":9007199254740993}');
    assert.deepEqual(results[0], {
      line: 1,
      ok: true,
      body: built.body,
      payload: built.payload,
      defaulted: built.defaulted,
      errors: [],
      warnings: built.warnings,
    });
    assert.equal(results[0].payload.customer_id, 9007199254740993n);
    const { issues, errors, warnings } = sphinx.validate("{}");
    assert.deepEqual(results[1], { line: 2, ok: false, issues, errors, warnings, omitted: 0 });
  });

  test("hands each result on as it comes", async () => {
    const stream = caseLineResults();
    const writer = stream.writable.getWriter();
    const reader = stream.readable.getReader();
    writer.write(`${BODY}\n${BODY.slice(0, 10)}`);
    assert.equal((await reader.read()).value.line, 1);
    writer.write(BODY.slice(10));
    writer.close();
    assert.equal((await reader.read()).value.body, BODY);
    assert.equal((await reader.read()).done, true);
  });
});

test("CommonJS offers the same", async () => {
  const common = require("sphinx-case/lines");
  assert.deepEqual(Object.keys(common).sort(), Object.keys(await entry("lines")).sort());
  assert.equal(Buffer.concat(await through(common.caseLines(), [MIXED])).toString(), expected(MIXED));
});
