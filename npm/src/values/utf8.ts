/** Text to bytes and back, also in hosts without TextEncoder (Jest's jsdom) and for texts with lone surrogates. */

interface Encoder {
  encodeInto(text: string, target: Uint8Array): { read: number; written: number };
  encode(text: string): Uint8Array<ArrayBuffer>;
}
interface Decoder {
  decode(bytes?: Uint8Array): string;
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Whether the text has no lone surrogates. */
export function isWellFormed(text: string): boolean {
  const native = (text as { isWellFormed?: () => boolean }).isWellFormed;
  return native === undefined ? !LONE_SURROGATE.test(text) : native.call(text);
}

/** The number of bytes that {@link writeWtf8} writes. */
export function wtf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (isPairAt(text, index)) {
      bytes += 2; // two units become four bytes
      index++;
    } else bytes += 2;
  }
  return bytes;
}

/**
 * Writes WTF-8: UTF-8 in which a lone surrogate is its three bytes, so that the core can report its position. TextEncoder would
 * write U+FFFD. Returns the number of bytes.
 */
export function writeWtf8(text: string, target: Uint8Array): number {
  let at = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) target[at++] = unit;
    else if (unit < 0x800) {
      target[at++] = 0xc0 | (unit >> 6);
      target[at++] = 0x80 | (unit & 0x3f);
    } else if (isPairAt(text, index)) {
      const point = text.codePointAt(index++) as number;
      target[at++] = 0xf0 | (point >> 18);
      target[at++] = 0x80 | ((point >> 12) & 0x3f);
      target[at++] = 0x80 | ((point >> 6) & 0x3f);
      target[at++] = 0x80 | (point & 0x3f);
    } else {
      target[at++] = 0xe0 | (unit >> 12);
      target[at++] = 0x80 | ((unit >> 6) & 0x3f);
      target[at++] = 0x80 | (unit & 0x3f);
    }
  }
  return at;
}

/** Whether there is a surrogate pair at an index. */
export function isPairAt(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
}

/** The bytes of a text; in WTF-8 if it is not well-formed. */
export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  if (isWellFormed(text)) return encoder().encode(text);
  const bytes = new Uint8Array(wtf8Length(text));
  writeWtf8(text, bytes);
  return bytes;
}

let sharedEncoder: Encoder | undefined;

/** The TextEncoder of the host, or a substitute. It is made on first use, so that importing this package has no side effects. */
export function encoder(): Encoder {
  sharedEncoder ??= new (encoderClass())();
  return sharedEncoder;
}

/** The class of {@link encoder}. */
export function encoderClass(): new () => Encoder {
  return typeof TextEncoder === "undefined" ? SubstituteEncoder : TextEncoder;
}

/** The TextDecoder of the host, or a substitute for UTF-8. Bytes that are not UTF-8 become U+FFFD. */
export function decoderClass(): new (label?: string, options?: object) => Decoder {
  return typeof TextDecoder === "undefined" ? SubstituteDecoder : TextDecoder;
}

class SubstituteEncoder implements Encoder {
  encode(text: string): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(wtf8Length(text));
    writeWtf8(text, bytes);
    return bytes;
  }

  // Every caller in this package passes a target that the whole text fits into, or repeats the call.
  encodeInto(text: string, target: Uint8Array): { read: number; written: number } {
    if (wtf8Length(text) > target.length) return { read: 0, written: 0 };
    return { read: text.length, written: writeWtf8(text, target) };
  }
}

class SubstituteDecoder implements Decoder {
  decode(bytes: Uint8Array = new Uint8Array()): string {
    let text = "";
    let at = 0;
    while (at < bytes.length) {
      const lead = bytes[at++] as number;
      const count = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
      let point = count === 0 ? lead : lead & (0x3f >> count);
      let rest = count;
      for (; rest > 0 && ((bytes[at] ?? 0) & 0xc0) === 0x80; rest--)
        point = (point << 6) | ((bytes[at++] as number) & 0x3f);
      const isValid = count === 0 ? lead < 0x80 : rest === 0 && point >= (SHORTEST[count] as number) && isScalar(point);
      text += isValid ? String.fromCodePoint(point) : "\ufffd";
    }
    return text.replace(/^\ufeff/, "");
  }
}

/** The smallest code points that need one, two or three more bytes. */
const SHORTEST = [0, 0x80, 0x800, 0x10000];

const isScalar = (point: number): boolean => point < 0xd800 || (point > 0xdfff && point <= 0x10ffff);
