/** Finds the ends of JSON strings. A regular expression with a repeated group overflows the stack in long strings. */

/** The index after the closing quotation mark of the JSON string that begins at an index; the length if there is none. */
export function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text[before] === "\\") before--;
    // An even number of backslashes before it: it is not escaped.
    if ((at - before) % 2 === 1) return at + 1;
  }
  return text.length;
}
