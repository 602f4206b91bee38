/** Output in pieces that are worth sending on. */

/** Output is sent on when it has at least this many bytes, or at the end of an input chunk. */
const BATCH = 1 << 16;

/** Joins small pieces. */
export function* inBatches(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  let kept: Uint8Array[] = [];
  let length = 0;
  for (const piece of pieces) {
    kept.push(piece);
    length += piece.length;
    if (length < BATCH) continue;
    yield joined(kept, length);
    kept = [];
    length = 0;
  }
  if (length > 0) yield joined(kept, length);
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const [only, more] = pieces;
  if (only !== undefined && more === undefined) return only;
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
