/** Writes the acceptor of the npm package, from the output of `sphinx-case schema --target acceptance`. */

/** No character that JSON escapes, and no surrogate: an accepted text is written as it is. */
const AS_IT_IS = '[^"\\\\\\u0000-\\u001f\\ud800-\\udfff]*$';

/**
 * The module with one function for each table. A function returns the JSON text of an object (an empty text if it is not
 * written), or undefined if the object is left to the core.
 */
export function acceptorModule({ revision, root, tables, exclusive, rules }) {
  const constants = new Constants();
  const levels = levelsOf(root, tables);
  const distinct = rules.flatMap(({ condition }) => distinctFields(condition, root, tables));
  const functions = tables.map((table) =>
    tableFunction(table, {
      constants,
      level: levels.get(table.name),
      distinct: distinct.filter(({ owner }) => owner === table.name).map(({ field }) => field),
      exclusive: table.name === root ? exclusive : [],
      rules: rules.filter((rule) => rule.table === table.name),
    }),
  );
  return `import type { DefaultedField, RevisionName } from "../generated/types.js";
import { areDistinct, freeJson, isInteger, isObject, isOption, isPlain, isSendable, isText, lengthOf, type Options, start } from "./plain.js";

/** The revision of the API whose requests are accepted. */
export const REVISION: RevisionName = "${revision}";

/** What is done with a request that is accepted: only accepted, or written with or without default values. */
export type Writing = "none" | "explicit" | "omit";

let writing: Writing = "none";
let defaulted: DefaultedField[] = [];
/** The integers that must be distinct. */
let integers: number[] = [];

/** A request that is accepted. */
export interface Accepted {
  /** The body, which is empty if it is not written. */
  readonly body: string;
  readonly defaulted: DefaultedField[];
}

/**
 * Accepts a request about which there is certainly nothing to report. Returns undefined for any other: then the core must be
 * called. It may not be called while it runs, as a getter could do. Errors that getters throw are thrown.
 */
export function acceptCase(request: unknown, how: Writing, budget: number): Accepted | undefined {
  writing = how;
  defaulted = [];
  integers = [];
  start(how !== "none", budget);
  const body = accept${root}(request);
  return body !== undefined && isSendable(body) ? { body, defaulted } : undefined;
}

${constants.source()}
${functions.join("\n")}`;
}

/** The constants of the module: patterns and options, each written once. */
class Constants {
  #names = new Map();

  name(prefix, source) {
    if (!this.#names.has(source)) this.#names.set(source, `${prefix}_${this.#names.size + 1}`);
    return this.#names.get(source);
  }

  source() {
    const type = (name) => (name.startsWith("OPTIONS") ? ": Options" : "");
    return [...this.#names].map(([source, name]) => `const ${name}${type(name)} = ${source};\n`).join("");
  }
}

/** The greatest level of nesting of each table: the root is at level 1. */
function levelsOf(root, tables) {
  const levels = new Map();
  const visit = (name, level) => {
    levels.set(name, Math.max(level, levels.get(name) ?? 0));
    for (const { kind } of tables.find((table) => table.name === name).fields) visitKind(kind, level + 1);
  };
  const visitKind = ({ name, item, table }, level) => {
    if (name === "list") visitKind(item, level + 1);
    else if (name === "object") visit(table, level);
  };
  visit(root, 1);
  return levels;
}

/** The fields at the paths of a condition on distinct integers, each with the table that owns it. */
function distinctFields(condition, root, tables) {
  return (condition?.distinct ?? []).map((path) => {
    const names = path.split(".");
    const field = names.pop();
    let owner = root;
    for (const name of names) {
      let { kind } = tables.find((table) => table.name === owner).fields.find((known) => known.name === name);
      while (kind.name === "list") kind = kind.item;
      owner = kind.table;
    }
    return { owner, field };
  });
}

function tableFunction({ name, fields }, context) {
  const lists = new Set(fields.filter(({ kind }) => kind.name === "list").map((field) => field.name));
  const isLeftToCore =
    context.rules.some(({ condition }) => condition === null) ||
    fields.some(({ conditions }) => conditions.includes(null));
  const signature = `function accept${name}(object: unknown): string | undefined {`;
  if (isLeftToCore)
    return `/** A rule about it has no condition under which it reports nothing. */\n${signature}\n  return undefined;\n}\n`;
  return `${signature}
  if (!isObject(object) || object.toJSON !== undefined || !isPlain(object, ${fields.length + 1})) return undefined;
${fields.map((field) => `  let ${local(field.name)}: unknown;\n`).join("")}${[...lists].map((list) => `  let ${lengthName(list)} = 0;\n`).join("")}  for (const key in object) {
    const member = object[key];
    switch (key) {
${fields.map((field) => `      case "${field.name}":\n        ${local(field.name)} = member;\n        break;\n`).join("")}      default:
        return undefined;
    }
  }
  let text = "";
${fields.map((field) => fieldCode(field, context)).join("")}${context.rules.map((rule) => `  if (!${conditionCode(rule.condition, lists)}) return undefined; // ${rule.code}\n`).join("")}  return writing === "none" ? "" : text === "" ? "{}" : \`\${text}}\`;
}
`;
}

function fieldCode(field, context) {
  const { name, required, nullable, conditions, kind } = field;
  const value = local(name);
  const needsValue = required || conditions.some((condition) => condition.value);
  const write = ({ open = "", value, close = "" }) => {
    const start = `"${name}":${open}`;
    return `text += (text === "" ? '{${start}' : ',${start}')${value ? ` + ${value}` : ""}${close && ` + '${close}'`};`;
  };
  const { code, json } = valueCode(kind, value, conditions, { ...context, field: name });
  const isWritten = [`writing !== "none"`];
  if (field.default !== undefined) isWritten.push(`(writing !== "omit" || ${value} !== ${field.default})`);
  for (const pair of context.exclusive) {
    // An empty list beside the field that it excludes is left out.
    const other = pair.find((key) => key !== name);
    if (kind.name === "list" && pair.includes(name))
      isWritten.push(`(${lengthName(name)} > 0 || ${local(other)} === undefined || ${local(other)} === null)`);
  }
  const statements = [...code, `if (${isWritten.join(" && ")}) ${write(json)}`];
  // Neither undefined nor null is a value of any kind.
  if (needsValue) return block(statements, "  ");
  let source = `  if (${value} !== undefined) {\n${block(statements, "    ")}  }`;
  if (nullable)
    source = `  if (${value} === null) {\n    if (writing !== "none") ${write({ open: "null" })}\n  } else${source.trimStart().replace("if", " if")}`;
  if (field.default !== undefined)
    source += ` else if (writing === "explicit") {\n    ${write({ open: field.default })}\n    defaulted.push("${name}");\n  }`;
  return `${source}\n`;
}

function block(statements, indentation) {
  return statements.map((line) => `${indentation}${line}\n`).join("");
}

/**
 * The statements that test a value which is present, and its JSON text: an expression, and the constant texts before and after it.
 */
function valueCode(kind, value, conditions, context, depth = 0) {
  const refuse = (test) => `if (${test}) return undefined;`;
  switch (kind.name) {
    case "integer": {
      const max = Math.min(kind.max, ...conditions.map(({ atMost = kind.max }) => atMost));
      const code = [refuse(`!isInteger(${value}, ${kind.min}, ${max})`)];
      if (context.distinct.includes(context.field)) code.push(`integers.push(${value});`);
      return { code, json: { value } };
    }
    case "text": {
      const patterns = [...kind.conditions, ...conditions].map(({ text }) => text).filter((text) => text !== undefined);
      const pattern = context.constants.name("PATTERN", regularExpression(patterns));
      const max = kind.max ?? "Number.POSITIVE_INFINITY";
      return { code: [refuse(`!isText(${value}, ${max}, ${pattern})`)], json: { open: '"', value, close: '"' } };
    }
    case "choice": {
      const values = kind.empty ? [...kind.options, ""] : kind.options;
      const escaped = values.find((option) => JSON.stringify(option) !== `"${option}"`);
      if (escaped !== undefined) throw new Error(`the option ${escaped} cannot be written as it is`);
      const options = context.constants.name("OPTIONS", JSON.stringify(byLength(values)));
      return { code: [refuse(`!isOption(${value}, ${options})`)], json: { open: '"', value, close: '"' } };
    }
    case "boolean":
      return { code: [refuse(`typeof ${value} !== "boolean"`)], json: { value } };
    case "json":
      return inner(value, `freeJson(${value}, ${context.level + 1 + depth})`);
    case "object":
      return inner(value, `accept${kind.table}(${value})`);
    case "list":
      return listCode(kind, value, context, depth);
    default:
      throw new Error(`the acceptor does not know the kind ${kind.name}`);
  }
}

function byLength(texts) {
  const lengths = new Set(texts.map(({ length }) => length));
  return Object.fromEntries([...lengths].map((length) => [length, texts.filter((text) => text.length === length)]));
}

function inner(value, call) {
  const result = `${value}Text`;
  return {
    code: [`const ${result} = ${call};`, `if (${result} === undefined) return undefined;`],
    json: { value: result },
  };
}

function listCode({ item }, value, context, depth) {
  const [length, index, member, items] = ["Length", "Index", "Item", "Items"].map((suffix) => `${value}${suffix}`);
  const of = valueCode(item, member, [], context, depth + 1);
  return {
    code: [
      `${depth === 0 ? "" : "const "}${length} = lengthOf(${value});`,
      `if (${length} < 0) return undefined;`,
      `let ${items} = "";`,
      `for (let ${index} = 0; ${index} < ${length}; ${index}++) {`,
      `  const ${member}: unknown = (${value} as readonly unknown[])[${index}];`,
      ...of.code.map((line) => `  ${line}`),
      `  if (writing !== "none") ${items} += ${itemText(of.json, index)};`,
      "}",
    ],
    json: { open: "[", value: items, close: "]" },
  };
}

/** The expression of the JSON text of an item, after a comma if it is not the first. */
function itemText({ open = "", value, close = "" }, index) {
  const text = `${open}\${${value}}${close}`;
  return `${index} === 0 ? \`${text}\` : \`,${text}\``;
}

/** A regular expression that matches a text in which all patterns match at the start, and that is written as it is. */
function regularExpression(patterns) {
  const all = patterns.some(isWrittenAsItIs) ? patterns : [AS_IT_IS, ...patterns];
  return String(new RegExp(`^${[...new Set(all)].map((pattern) => `(?=${pattern})`).join("")}`));
}

/**
 * Whether a pattern only matches whole texts, all of whose characters are those of {@link AS_IT_IS}. Outside of lookaheads it must
 * be a sequence of characters and classes up to the end of the text.
 */
function isWrittenAsItIs(pattern) {
  const consuming = pattern.replaceAll(/\(\?[=!](?:[^()]|\([^()]*\))*\)/g, "");
  const [classes, others] = [consuming.match(CLASS) ?? [], consuming.replaceAll(CLASS, "")];
  return /^(?:[^"\\.|]|\\\.)*\$$/.test(others) && classes.every(isClassAsItIs);
}

/** A class of characters. */
const CLASS = /\[(?:[^\\\]]|\\.)*\]/g;

function isClassAsItIs(characters) {
  const [own, allowed] = [new RegExp(`^${characters}`), new RegExp(`^${AS_IT_IS}`)];
  for (let unit = 0; unit <= 0xffff; unit++) {
    const character = String.fromCharCode(unit);
    if (own.test(character) && !allowed.test(character)) return false;
  }
  return true;
}

function conditionCode(condition, lists) {
  const [[name, operand]] = Object.entries(condition);
  const join = (operator) => `(${operand.map((inner) => conditionCode(inner, lists)).join(operator)})`;
  const value = local(operand);
  switch (name) {
    case "present":
      return `(${value} !== undefined)`;
    case "filled":
      return lists.has(operand) ? `(${lengthName(operand)} > 0)` : `(${value} !== undefined && ${value} !== null)`;
    case "empty":
      return lists.has(operand) ? `(${lengthName(operand)} === 0)` : `(${value} === undefined || ${value} === null)`;
    case "false":
      return `(${value} === false)`;
    case "notZero":
      return `(${value} !== 0)`;
    case "any":
      return join(" || ");
    case "all":
      return join(" && ");
    case "distinct":
      return "areDistinct(integers)";
    default:
      throw new Error(`the acceptor does not know the condition ${name}`);
  }
}

/** The variable of a field. No other variable begins with this character. */
const local = (name) => `$${name}`;

/** The variable of the length of a list. */
const lengthName = (list) => `${local(list)}Length`;
