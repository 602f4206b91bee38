/**
 * Bytes from the text they travel in. Base64 would cost a third more after gzip, because its characters straddle bytes
 * and hide what repeats; here every byte is a character, or a mark and a character, and the cost is 2 %.
 *
 * The 91 printable ASCII characters from `#` on, without the backslash, are digits 0 to 90. A byte below 89 is one digit;
 * the digits 89 and 90 are marks that add 89 and 178 to the digit behind them. `scripts/pkg/wasm.mjs` writes it.
 */

const FIRST = 0x23;
const BACKSLASH = 0x5c;
const PAGE = 89;

/** Unpacks a text that holds so many bytes. */
export function unpack(text: string, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let page = 0;
  let at = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const digit = code - (code > BACKSLASH ? FIRST + 1 : FIRST);
    if (digit >= PAGE) page = (digit - PAGE + 1) * PAGE;
    else {
      bytes[at++] = page + digit;
      page = 0;
    }
  }
  return bytes;
}
