/** A catalogue's text, taken apart once: a small part of ICU MessageFormat, the same as `src/messages/text.rs` reads. */

/** A text as a row of pieces: plain text, or something to be filled in. */
export type TextParts = readonly (string | TextSlot)[];

/** A place for a param. */
export interface TextSlot {
  /** The param's name; undefined for the `#` of a plural. */
  readonly name: string | undefined;
  /** Whether it is written as the language writes numbers. */
  readonly isNumber: boolean;
  /** The branches of a plural, by category. */
  readonly branches: ReadonlyMap<string, TextParts> | undefined;
}

/** The `#` of a plural. */
const COUNT: TextSlot = { name: undefined, isNumber: true, branches: undefined };
/** Texts are those of a few catalogues, so this is never reached, unless somebody makes up new ones all the time. */
const MOST_KEPT = 2000;
const kept = new Map<string, TextParts>();

/** The parts of a text. */
export function partsOf(text: string): TextParts {
  let parts = kept.get(text);
  if (parts === undefined) {
    parts = takeApart(text, false);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(text, parts);
  }
  return parts;
}

function takeApart(text: string, isBranch: boolean): TextParts {
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
    if (!branches.has(category)) branches.set(category, takeApart(param.slice(open + 1, end), true));
    at = end + 1;
  }
  return { name, isNumber: false, branches };
}

/** Where the brace is closed that was opened before `from`, or -1. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && depth-- === 0) return at;
  }
  return -1;
}
