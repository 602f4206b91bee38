/** Reads and changes single members of a JSON object in its text: everything else stays exactly as it was written. */
import { tokens } from "./json-layout.js";

/**
 * The members of the root object with their positions.
 *
 * @returns {{ key: string, start: number, valueStart: number, end: number }[] | undefined} undefined if the text is not a JSON
 *   object, or has a key twice
 */
export function members(json) {
  if (!isObject(json)) return undefined;
  const found = [];
  for (const { text, kind, start, depth } of tokens(json)) {
    if (depth === 1 && kind === "key") found.push({ key: JSON.parse(text), start });
    else if (depth > 1 || (depth === 1 && text !== "," && text !== ":")) {
      const member = found.at(-1);
      member.valueStart ??= start;
      member.end = start + text.length;
    }
  }
  return new Set(found.map(({ key }) => key)).size === found.length ? found : undefined;
}

function isObject(json) {
  try {
    const value = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Sets a member to a string. A new one is appended in the layout of the others. The text must be a JSON object, or empty. */
export function setMember(json, key, value) {
  const text = JSON.stringify(value);
  if (json.trim() === "") return `{${JSON.stringify(key)}: ${text}}`;
  const all = members(json);
  const known = all.find((member) => member.key === key);
  if (known) return json.slice(0, known.valueStart) + text + json.slice(known.end);
  const member = `${JSON.stringify(key)}: ${text}`;
  const last = all.at(-1);
  const brace = json.indexOf("{") + 1;
  if (!last) return json.slice(0, brace) + member + json.slice(json.lastIndexOf("}"));
  // What is before the last key: a line break and its indentation, or nothing.
  const before = json.slice(all.length > 1 ? json.indexOf(",", all.at(-2).end) + 1 : brace, last.start);
  const space = /\s/.test(before) || all.length > 1 ? before : " ";
  return `${json.slice(0, last.end)},${space}${member}${json.slice(last.end)}`;
}

/** Removes a member. An object that has no other becomes an empty text. */
export function removeMember(json, key) {
  const all = members(json);
  const index = all.findIndex((member) => member.key === key);
  if (index < 0) return json;
  if (all.length === 1) return "";
  // With the comma after it and what is before the next key, or for the last one with the comma before it.
  if (index + 1 < all.length) return json.slice(0, all[index].start) + json.slice(all[index + 1].start);
  return json.slice(0, all[index - 1].end) + json.slice(all[index].end);
}
