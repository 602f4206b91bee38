/** Encodes bytes as text that compresses well, and makes the small WebAssembly module that decodes it; see `npm/src/wasm/unpack.ts`. */
import binaryen from "binaryen";

/** The offset of the text in the memory of the unpacker, after its tables; the same as in `npm/src/wasm/unpack.ts`. */
export const TEXT_OFFSET = 512;
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
 * Returns `text`, and `unpacker`: the bytes of a module with a `memory`. Its `unpack()` replaces the text in the memory by the
 * bytes and returns their number. It is made for this text only.
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
 * Four characters are decoded at a time if none is an escape, which one addition detects: that takes two thirds of the time. It
 * may read and write up to three bytes beyond the text.
 */
function unpacker(tables, textLength, bytesLength) {
  const from = 0x21; // no byte is encoded as a lower character
  const data = Array.from(tables.subarray(from), (byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");
  const escapeSetsHighBit = (0x80 - FIRST_ESCAPE) * 0x01010101;
  const character = (at) => `(i32.and (i32.shr_u (local.get $four) (i32.const ${8 * at})) (i32.const 0xff))`;
  return `
    (module
      (memory (export "memory") ${Math.ceil((TEXT_OFFSET + textLength + 3) / 65536)})
      (data (i32.const ${from}) "${data}")
      (func (export "unpack") (result i32)
        (local $from i32) (local $to i32) (local $four i32) (local $table i32) (local $character i32)
        (local.set $from (local.tee $to (i32.const ${TEXT_OFFSET})))
        (loop $more
          (local.set $four (i32.load align=1 (local.get $from)))
          (if (i32.and (i32.add (local.get $four) (i32.const ${escapeSetsHighBit})) (i32.const 0x80808080))
            (then
              (local.set $table (i32.const 0))
              (local.set $character ${character(0)})
              (if (i32.ge_u (local.get $character) (i32.const ${FIRST_ESCAPE}))
                (then
                  (local.set $table (i32.mul (i32.sub (local.get $character) (i32.const ${FIRST_ESCAPE - 1})) (i32.const ${TABLE})))
                  (local.set $character ${character(1)})
                  (local.set $from (i32.add (local.get $from) (i32.const 1)))))
              (i32.store8 (local.get $to) (i32.load8_u (i32.add (local.get $table) (local.get $character))))
              (local.set $from (i32.add (local.get $from) (i32.const 1)))
              (local.set $to (i32.add (local.get $to) (i32.const 1))))
            (else
              ${[0, 1, 2, 3].map((at) => `(i32.store8 offset=${at} (local.get $to) (i32.load8_u ${character(at)}))`).join("\n              ")}
              (local.set $from (i32.add (local.get $from) (i32.const 4)))
              (local.set $to (i32.add (local.get $to) (i32.const 4)))))
          (br_if $more (i32.lt_u (local.get $from) (i32.const ${TEXT_OFFSET + textLength}))))
        (i32.const ${bytesLength})))`;
}

function assemble(source) {
  const module = binaryen.parseText(source);
  module.setFeatures(binaryen.Features.MVP);
  if (!module.validate()) throw new Error("the unpacker is not valid");
  module.optimize();
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}
