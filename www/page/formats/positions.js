/**
 * Converts the positions of issues (byte offsets in UTF-8) to offsets in a text area (UTF-16 units).
 */

/**
 * @param {string} text
 * @param {{ start: number, end: number }[]} spans byte ranges, in any order
 * @returns {{ start: number, end: number }[]} the same ranges in UTF-16 units, in the same order
 */
export function toUtf16Ranges(text, spans) {
  const units = new Map();
  for (const { start, end } of spans) units.set(start, 0).set(end, 0);
  // One walk over the text serves all spans, however many there are.
  const offsets = [...units.keys()].sort((a, b) => a - b);
  let byte = 0;
  let unit = 0;
  for (const offset of offsets) {
    while (byte < offset && unit < text.length) {
      const code = text.codePointAt(unit);
      // A lone surrogate takes three bytes, as any other code point below U+10000 above U+07FF does.
      byte += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      unit += code < 0x10000 ? 1 : 2;
    }
    units.set(offset, unit);
  }
  return spans.map(({ start, end }) => ({ start: units.get(start), end: units.get(end) }));
}

/**
 * Moves a range of an older text to where the same characters are in the newer one, given one edit
 * between the two. A range that the edit touched is kept inside the newer text.
 */
export function follow(range, older, newer) {
  if (older === newer) return range;
  const shorter = Math.min(older.length, newer.length);
  let head = 0;
  while (head < shorter && older.charCodeAt(head) === newer.charCodeAt(head)) head += 1;
  const moved = newer.length - older.length;
  const move = (offset) => Math.max(0, Math.min(newer.length, offset > head ? offset + moved : offset));
  const start = move(range.start);
  return { start, end: Math.max(start, move(range.end)) };
}
