/** Encodes bytes as text that compresses well, and makes the small WebAssembly module that decodes it; see `npm/src/wasm/unpack.ts`. */
import binaryen from "binaryen";

/** How many characters are decoded at a time. */
const STEP = 8;
/** The offset of the bytes in the memory of the unpacker, after its tables, and that of the text; as in `npm/src/wasm/unpack.ts`. */
export const BYTES_OFFSET = 512;
export const TEXT_OFFSET = BYTES_OFFSET + STEP;
/** The size of a table: one entry for each ASCII character. */
const TABLE = 128;
/** After `}` or `~`, the next character is looked up in the second or third table. */
const FIRST_ESCAPE = 0x7d;
const TABLES = 3;

/**
 * The characters for bytes. They need no escapes in any kind of string literal, so bundlers do not change the text. Spaces and
 * `<` are not used, because tools for lines or HTML may change them.
 */
const CHARACTERS = Array.from({ length: FIRST_ESCAPE - 0x21 }, (_, at) => String.fromCharCode(0x21 + at)).filter(
  (character) => !"\"'`\\$<".includes(character),
);

/**
 * Returns `text`, and `unpacker`: the bytes of a module with a `memory`. Its `unpack(TEXT_OFFSET, BYTES_OFFSET)` decodes the
 * text in the memory and returns the number of bytes. It is made for this text only.
 *
 * Each byte is always the same one or two characters, so that repeated bytes are repeated text.
 */
export function pack(bytes) {
  const tables = new Uint8Array(TABLES * TABLE);
  const written = [];
  for (const [rank, byte] of byFrequency(bytes).entries()) {
    const table = Math.floor(rank / CHARACTERS.length);
    const character = CHARACTERS[rank % CHARACTERS.length];
    tables[table * TABLE + character.charCodeAt(0)] = byte;
    written[byte] = (table === 0 ? "" : String.fromCharCode(FIRST_ESCAPE + table - 1)) + character;
  }
  const text = Array.from(bytes, (byte) => written[byte]).join("");
  return { text, unpacker: assemble(unpacker(tables, text.length, bytes.length)) };
}

/** All 256 byte values, the most frequent first. */
function byFrequency(bytes) {
  const count = new Array(256).fill(0);
  for (const byte of bytes) count[byte]++;
  return [...count.keys()].sort((one, other) => count[other] - count[one]);
}

/**
 * How many characters one function decodes at most. V8 optimizes a function once it has executed a number of bytes of code, in Node
 * 20 1.8 million. That takes half a millisecond of the first call and is of no use: the text is decoded once. These characters take
 * 1.2 million.
 */
const CHARACTERS_EACH = 28 << 10;

/**
 * Each step decodes all of its characters, and then writes the bytes again that follow an escape. So the text begins a step after
 * the bytes: none of it is overwritten before it is read. The functions differ only in where they end and which one they call.
 */
function unpacker(tables, textLength, bytesLength) {
  const from = 0x21; // no byte is encoded as a lower character
  const data = Array.from(tables.subarray(from), (byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");
  const parts = Math.ceil(textLength / CHARACTERS_EACH);
  const functions = Array.from({ length: parts }, (_, part) => {
    const end = TEXT_OFFSET + Math.ceil(((part + 1) / parts) * textLength);
    const isLast = part === parts - 1;
    const next = isLast ? `(i32.const ${bytesLength})` : `(call ${part + 1} (local.get $from) (local.get $to))`;
    return decoder(end, next);
  });
  return `
    (module
      (memory (export "memory") ${Math.ceil((TEXT_OFFSET + textLength + STEP) / 65536)})
      (data (i32.const ${from}) "${data}")
      (export "unpack" (func 0))
      ${functions.join("\n")})`;
}

/** A function that decodes until `end`, and then does `next`. */
function decoder(end, next) {
  const repeated = (byte) => `(i64.const 0x${byte.toString(16).padStart(2, "0").repeat(STEP)})`;
  const character = (at) => `(i32.load8_u offset=${at} (local.get $from))`;
  const steps = Array.from({ length: STEP }, (_, at) => at);
  return `
      (func (param $from i32) (param $to i32) (result i32)
        (local $plain i32)
        (loop $more
          ${steps.map((at) => `(i32.store8 offset=${at} (local.get $to) (i32.load8_u ${character(at)}))`).join("\n          ")}
          (local.set $plain (i32.wrap_i64 (i64.shr_u (i64.ctz (i64.and
            (i64.add (i64.load align=1 (local.get $from)) ${repeated(0x80 - FIRST_ESCAPE)}) ${repeated(0x80)})) (i64.const 3))))
          (local.set $from (i32.add (local.get $from) (local.get $plain)))
          (local.set $to (i32.add (local.get $to) (local.get $plain)))
          (if (i32.lt_u (local.get $plain) (i32.const ${STEP}))
            (then
              (i32.store8 (local.get $to) (i32.load8_u (i32.add ${character(1)}
                (i32.mul (i32.sub ${character(0)} (i32.const ${FIRST_ESCAPE - 1})) (i32.const ${TABLE})))))
              (local.set $from (i32.add (local.get $from) (i32.const 2)))
              (local.set $to (i32.add (local.get $to) (i32.const 1)))))
          (br_if $more (i32.lt_u (local.get $from) (i32.const ${end}))))
        ${next})`;
}

function assemble(source) {
  const module = binaryen.parseText(source);
  module.setFeatures(binaryen.Features.MVP);
  if (!module.validate()) throw new Error("the unpacker is not valid");
  binaryen.setDebugInfo(false); // no names
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}
