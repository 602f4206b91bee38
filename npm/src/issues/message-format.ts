/** Parses the texts of catalogues: a subset of ICU MessageFormat, the same as in `src/messages/text.rs`. */

/** A parsed text: plain text and slots for params. */
export type TextParts = readonly (string | TextSlot)[];

/** A slot for a param. */
export interface TextSlot {
  /** The name of the param; undefined for the `#` of a plural. */
  readonly name: string | undefined;
  /** Whether it is formatted as a number of the language. */
  readonly isNumber: boolean;
  /** The branches of a plural, by category. */
  readonly branches: ReadonlyMap<string, TextParts> | undefined;
}

/** The `#` of a plural. */
const COUNT: TextSlot = { name: undefined, isNumber: true, branches: undefined };
/** The maximum number of cached texts. All texts of several catalogues are fewer. */
const MAX_CACHED = 2000;
const cache = new Map<string, TextParts>();

/** The parts of a text. They are cached. */
export function partsOf(text: string): TextParts {
  let parts = cache.get(text);
  if (parts === undefined) {
    parts = parse(text, false);
    if (cache.size >= MAX_CACHED) cache.clear();
    cache.set(text, parts);
  }
  return parts;
}

function parse(text: string, isBranch: boolean): TextParts {
  const parts: (string | TextSlot)[] = [];
  let plain = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    const end = character === "{" ? closing(text, at + 1) : -1;
    let slot: TextSlot | undefined;
    if (end >= 0) slot = slotOf(text.slice(at + 1, end));
    else if (character === "#" && isBranch) slot = COUNT;
    if (slot === undefined) {
      plain += character;
      continue;
    }
    if (plain !== "") parts.push(plain);
    plain = "";
    parts.push(slot);
    if (end >= 0) at = end;
  }
  if (plain !== "") parts.push(plain);
  return parts;
}

/** `name`, `name, number` or `name, plural, …`. */
function slotOf(param: string): TextSlot {
  const [name = "", kind = ""] = param.split(",", 2).map((word) => word.trim());
  if (kind !== "plural") return { name, isNumber: kind === "number", branches: undefined };
  const branches = new Map<string, TextParts>();
  let at = param.indexOf(",", param.indexOf(",") + 1) + 1;
  for (let open = param.indexOf("{", at); at > 0 && open >= 0; open = param.indexOf("{", at)) {
    const end = closing(param, open + 1);
    if (end < 0) break;
    const category = param.slice(at, open).trim();
    if (!branches.has(category)) branches.set(category, parse(param.slice(open + 1, end), true));
    at = end + 1;
  }
  return { name, isNumber: false, branches };
}

/** The index of the brace that closes the one before `from`, or -1. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && depth-- === 0) return at;
  }
  return -1;
}

/** The names of the params of a text, also in the branches of plurals. */
export function paramsOfText(text: string): string[] {
  const names = (parts: TextParts): string[] =>
    parts.flatMap((part) => {
      if (typeof part === "string" || part.name === undefined) return [];
      return [part.name, ...[...(part.branches?.values() ?? [])].flatMap(names)];
    });
  return names(partsOf(text));
}

const CATEGORIES = ["zero", "one", "two", "few", "many", "other"];

/** What is wrong with a text; undefined if it can be parsed. */
export function invalidText(text: string): string | undefined {
  let depth = 0;
  for (const character of text) {
    if (character === "{") depth++;
    else if (character === "}" && depth-- === 0) break;
  }
  if (depth !== 0) return "has unbalanced braces";
  return invalidParts(text);
}

function invalidParts(text: string): string | undefined {
  for (const slot of inBraces(text)) {
    const invalid = invalidSlot(slot);
    if (invalid !== undefined) return invalid;
  }
  return undefined;
}

/** The texts in the outer braces of a text, whose braces are balanced. */
function* inBraces(text: string): Generator<string> {
  for (let open = text.indexOf("{"); open >= 0; ) {
    const end = closing(text, open + 1);
    yield text.slice(open + 1, end);
    open = text.indexOf("{", end + 1);
  }
}

function invalidSlot(param: string): string | undefined {
  const slot = /^\s*(\w+)\s*(?:,\s*(number|plural)\s*(?:$|,))?/.exec(param);
  if (slot?.[2] === undefined && slot?.[0].length !== param.length) {
    return `has {${param}}; expected {name}, {name, number} or {name, plural, one {…} other {…}}`;
  }
  const { branches } = slotOf(param);
  if (branches === undefined) return undefined;
  const category = [...branches.keys()].find((name) => !CATEGORIES.includes(name));
  if (category !== undefined)
    return `has the plural category ${JSON.stringify(category)}; expected ${CATEGORIES.join(", ")}`;
  if (!branches.has("other")) return 'has a plural without "other"';
  for (const branch of inBraces(param)) {
    const invalid = invalidParts(branch);
    if (invalid !== undefined) return invalid;
  }
  return undefined;
}
