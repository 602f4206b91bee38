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
