/** Reads a file: what it is, by its content and then by its name, and its text in pieces. */

/** Why a file cannot be checked: `why` is the key of a text of the page, `details` are more about it. */
export class Unreadable extends Error {
  constructor(why, details) {
    super(why);
    this.why = why;
    this.details = details;
  }
}

/** The beginning of a file by which it is recognized, in bytes. A request alone is not longer. */
const HEAD = 1 << 20;

/** The pause between two reports of the progress, in milliseconds. */
const PAUSE = 100;

/** The first bytes of workbooks and other archives, of old Office files, and of PDF, in hexadecimal digits. */
const NO_TEXT = /^(504b0304|504b0506|d0cf11e0|25504446)/;
const GZIP = /^1f8b/;
const UTF_32 = /^(fffe0000|0000feff|..000000|000000..)/;
const TABLE_NAME = /\.[ct]sv(\.gz)?$/i;
const LINES_NAME = /\.(ndjson|jsonl)(\.gz)?$/i;
/** JSON and CSV have no zero bytes, so UTF-16 is recognized without a byte order mark, too. */
const UTF_16 = { "utf-16le": /^(fffe|(?!00)..00)/, "utf-16be": /^(feff|00(?!00))/ };

/**
 * Opens a file.
 * @param onRead called now and then with the number of bytes read
 * @returns `{ kind: "request", text }` for a file with one request; otherwise `{ kind: "lines" | "rows", chunks, text, isNamed }`, of
 *   which the text is only the beginning; `isNamed` if the name says that it is a table
 * @throws Unreadable, also while the chunks are read
 */
export async function openFile(file, onRead) {
  const start = await firstBytes(file);
  const isCompressed = GZIP.test(start);
  const bytes = file.stream().pipeThrough(counting(onRead));
  const { head, chunks } = await peek(isCompressed ? decompress(bytes) : readAll(bytes));
  const beginning = isCompressed ? hexadecimal(head) : start;
  if (NO_TEXT.test(beginning) || GZIP.test(beginning)) throw new Unreadable("file_other");
  if (UTF_32.test(beginning)) throw new Unreadable("file_encoding");
  const [utf16] = Object.entries(UTF_16).find(([, pattern]) => pattern.test(beginning)) ?? [];
  const isWhole = head.length < HEAD;
  const text = new TextDecoder(utf16).decode(head);
  const kind = kindOf(file.name, text, isWhole);
  if (kind === undefined) throw new Unreadable("file_other");
  if (kind === "request") return { kind, text: decodeWhole(head, utf16) };
  return {
    kind,
    text,
    isNamed: TABLE_NAME.test(file.name),
    chunks: utf16 ? decode(chunks, utf16) : requireUtf8(chunks),
  };
}

/** The first bytes, in hexadecimal digits. A file that was moved, or is a folder, cannot be read at all. */
async function firstBytes(file) {
  try {
    return hexadecimal(new Uint8Array(await file.slice(0, 8).arrayBuffer()));
  } catch {
    throw new Unreadable("file_unread");
  }
}

const hexadecimal = (bytes) => Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Passes bytes on, and reports how many there were. */
function counting(onRead) {
  let read = 0;
  let reported = performance.now();
  return new TransformStream({
    transform(chunk, controller) {
      read += chunk.length;
      controller.enqueue(chunk);
      if (performance.now() - reported < PAUSE) return;
      reported = performance.now();
      onRead(read);
    },
  });
}

/** Safari cannot iterate streams. */
async function* readAll(stream) {
  const reader = stream.getReader();
  try {
    for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) yield value;
  } catch {
    throw new Unreadable("file_unread");
  }
}

/** Some browsers do not read gzip of several parts, and say so by an error like any other. */
async function* decompress(stream) {
  if (typeof DecompressionStream === "undefined") throw new Unreadable("file_no_gzip");
  try {
    yield* readAll(stream.pipeThrough(new DecompressionStream("gzip")));
  } catch {
    throw new Unreadable("file_gzip");
  }
}

/** Reads the beginning. Returns it, and all chunks, this one included. */
async function peek(chunks) {
  const read = [];
  let length = 0;
  while (length < HEAD) {
    const { value, done } = await chunks.next();
    if (done) break;
    read.push(value);
    length += value.length;
  }
  async function* all() {
    yield* read.splice(0);
    yield* chunks;
  }
  return { head: new Uint8Array(await new Blob(read).arrayBuffer()), chunks: all() };
}

/** The name tells lines and rows apart where it has one of their endings; otherwise the beginning does, as on the command line. */
function kindOf(name, text, isWhole) {
  if (LINES_NAME.test(name) || text.trim() === "") return "lines";
  if (TABLE_NAME.test(name) || !/^\s*[[{]/.test(text)) return "rows";
  if (hasLines(text)) return "lines";
  if (isWhole) return "request";
  // A line that is too long is an issue of its own; a long JSON text of many lines is something else.
  return text.includes("\n") ? undefined : "lines";
}

/**
 * Whether a JSON text is NDJSON: a line that is a complete value, followed by more. One that is almost an object, followed by
 * another one, is a line with an error.
 */
function hasLines(text) {
  const [, line, next] = /^\s*([^\n]*)\n\s*(\S)/.exec(text) ?? [];
  if (line === undefined) return false;
  return isJson(line) || (/^\{.*\}\s*$/.test(line) && next === "{");
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function decodeWhole(bytes, encoding = "utf-8") {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Unreadable("file_encoding");
  }
}

async function* decode(chunks, encoding) {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decoded = (...args) => {
    try {
      return decoder.decode(...args);
    } catch {
      throw new Unreadable("file_encoding");
    }
  };
  for await (const chunk of chunks) yield decoded(chunk, { stream: true });
  yield decoded();
}

/**
 * Refuses text in an older encoding such as Windows-1252, in which every line with an umlaut would be invalid. Text that has
 * another character in UTF-8 before is in UTF-8, and damaged; that is an issue of its line.
 */
async function* requireUtf8(chunks) {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let isOpen = true;
  for await (const chunk of chunks) {
    const at = isOpen ? chunk.findIndex((byte) => byte > 0x7f) : -1;
    if (at >= 0) {
      isOpen = false;
      // The first character alone: bytes that are cut off at the end may be in the next chunk.
      const lead = chunk[at];
      const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
      try {
        decoder.decode(chunk.subarray(at, at + length), { stream: true });
      } catch {
        throw new Unreadable("file_encoding");
      }
    }
    yield chunk;
  }
}
