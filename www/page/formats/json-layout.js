/**
 * Formats JSON by changing whitespace only: `1.0`, `12345678901234567890` and escapes stay the same, which
 * `JSON.stringify(JSON.parse(text))` does not guarantee.
 */

// The loops are unrolled so that a string of megabytes needs no backtracking.
const TOKEN = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|[{}[\],:]|[^\s"{}[\],:]+/g;

/** An array of numbers, words and strings only. */
const FLAT_ARRAY = /^\[(?:[^[\]{}"]|"(?:[^"\\]|\\.)*")*\]/;

/** A flat array up to this length stays on one line. */
const MAX_FLAT_ARRAY = 72;

/** Deeper levels are not indented further: the size of deeply nested text would grow quadratically. */
const MAX_INDENT = 100;

/**
 * The tokens of a JSON text, each with its kind and, for a key or value of the root object, that key.
 * @returns {Generator<{ text: string, start: number, kind: "key"|"string"|"number"|"word"|"mark", depth: number, rootKey?: string, flat?: boolean }>}
 */
export function* tokens(json) {
  // What the text is inside of: "{" before a key, ":" before a value of an object, "[" in an array.
  const inside = [];
  let rootKey;
  for (const { 0: text, index: start } of json.matchAll(TOKEN)) {
    const top = inside.at(-1);
    if (text === "{" || text === "[") {
      yield { text, start, kind: "mark", depth: inside.length, rootKey, flat: text === "[" && isFlat(json, start) };
      inside.push(text);
    } else if (text === "}" || text === "]") {
      inside.pop();
      yield { text, start, kind: "mark", depth: inside.length, rootKey: inside.length > 0 ? rootKey : undefined };
    } else if (text === ",") {
      if (top === ":") inside[inside.length - 1] = "{";
      if (inside.length === 1) rootKey = undefined;
      yield { text, start, kind: "mark", depth: inside.length, rootKey };
    } else if (text === ":") {
      if (top === "{") inside[inside.length - 1] = ":";
      yield { text, start, kind: "mark", depth: inside.length, rootKey };
    } else if (text.startsWith('"')) {
      const kind = top === "{" ? "key" : "string";
      if (kind === "key" && inside.length === 1) rootKey = text.slice(1, -1);
      yield { text, start, kind, depth: inside.length, rootKey };
    } else {
      yield { text, start, kind: /^-?\d/.test(text) ? "number" : "word", depth: inside.length, rootKey };
    }
  }
}

/** Whether the array that begins there is short and plain enough for one line. */
function isFlat(json, index) {
  // The original may be indented over several lines, so up to four times the length is read.
  const array = FLAT_ARRAY.exec(json.slice(index, index + 4 * MAX_FLAT_ARRAY))?.[0];
  return array !== undefined && array.replace(/\s+/g, " ").length <= MAX_FLAT_ARRAY;
}

/**
 * The same tokens with the whitespace between them as tokens of their own (`kind: "space"`): two
 * spaces a level, or none at all.
 */
export function* layOut(json, { pretty }) {
  let previous;
  let inFlat = false;
  for (const token of tokens(json)) {
    const text = pretty && previous ? spaceBetween(previous, token, inFlat) : "";
    if (text)
      yield { text, kind: "space", depth: token.depth, rootKey: isMark(previous, ",") ? undefined : token.rootKey };
    yield token;
    if (token.flat) inFlat = true;
    else if (isMark(token, "]")) inFlat = false;
    previous = token;
  }
}

const isMark = (token, text) => token.kind === "mark" && token.text === text;

function spaceBetween(previous, token, inFlat) {
  if (isMark(previous, ":")) return " ";
  if (inFlat) return isMark(previous, ",") ? " " : "";
  const opened = isMark(previous, "{") || isMark(previous, "[");
  const closes = isMark(token, "}") || isMark(token, "]");
  // An empty object or array opens and closes at once, and stays together.
  return isMark(previous, ",") || opened !== closes ? `\n${"  ".repeat(Math.min(token.depth, MAX_INDENT))}` : "";
}

/** The formatted text. */
export function format(json) {
  let text = "";
  for (const token of layOut(json, { pretty: true })) text += token.text;
  return text;
}
