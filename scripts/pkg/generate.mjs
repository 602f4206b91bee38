/** Writes the TypeScript that is derived from the Rust declarations, from the output of `sphinx-case schema`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { acceptorModule } from "./acceptor.mjs";
import { freeJsonModule } from "./free-json.mjs";
import { paramsModule, writeCatalogues, writeLanguageEntries } from "./languages.mjs";
import { output } from "./run.mjs";

/** The JSON Schema dialects of the package. */
const DIALECTS = ["draft-2020-12", "draft-07", "openapi-3.0"];
/** What the JSON Schemas describe. */
const SIDES = ["input", "payload"];
const NOTE = "// Derived from the Rust declarations by scripts/build-pkg.mjs. Not for editing.\n\n";

/**
 * Writes the generated modules (types, protocol of forms, field table and what is derived from it, acceptor, JSON Schemas, catalogues)
 * into `folder`, and `schema.json` into `dist`.
 */
export function generateSources(folder, dist) {
  mkdirSync(join(folder, "catalogues"), { recursive: true });
  const write = (name, text) => writeFileSync(join(folder, name), NOTE + text);

  write("types.ts", derived("typescript"));
  write("protocol.ts", derived("form-protocol"));
  writeCatalogues((name, text) => write(`catalogues/${name}`, text));
  const entries = join(folder, "../languages");
  mkdirSync(entries, { recursive: true });
  writeLanguageEntries((name, text) => writeFileSync(join(entries, name), NOTE + text));
  const codes = JSON.parse(derived("codes"));
  write("catalogue-params.ts", paramsModule(codes));
  const names = codes.map(({ code, params }) => [code, ...params.map(({ name }) => name)]);
  write(
    "issue-codes.ts",
    `/** Each code with the names of its params, in the order of their numbers in the core. */
export const ISSUE_CODES: readonly (readonly string[])[] = ${json(names)};
`,
  );
  const fields = JSON.parse(derived("fields"));
  write(
    "fields.ts",
    `import type { Field } from "./types.js";\n\nexport const FIELDS: readonly Field[] = ${json(fields)};\n`,
  );
  write(
    "defaults.ts",
    `import type { CaseDefaults } from "./types.js";

/** The default values of the fields of a request, in its order. */
export const DEFAULTS: CaseDefaults = ${json(defaults(fields))};
`,
  );
  write(
    "integers.ts",
    `/** The paths that hold an integer. */\nexport const INTEGER_PATHS: ReadonlySet<string> = new Set(${json(integers(fields))});\n`,
  );
  write(
    "constraints.ts",
    `import type { CaseFieldPath, FieldKind } from "./types.js";

/** What an input needs to know about a field: its kind, whether it is required, the minimum and maximum of a number. */
export const CONSTRAINTS: Readonly<
  Partial<Record<CaseFieldPath, readonly [kind: FieldKind, isRequired: boolean, min?: number | string, max?: number | string]>>
> = ${JSON.stringify(constraints(fields))};
`,
  );
  const accept = join(folder, "../accept");
  mkdirSync(accept, { recursive: true });
  const acceptance = JSON.parse(derived("acceptance"));
  const { revisions } = acceptance;
  writeFileSync(join(accept, "case.ts"), NOTE + acceptorModule(acceptance));
  write("free-json.ts", freeJsonModule(fields));
  write("choices.ts", choicesModule(fields));

  const adjustable = codes.filter((code) => code.adjustable).map(({ code }) => code);
  write(
    "option-values.ts",
    `import type { RevisionName } from "./types.js";

/** The revisions of the API, the oldest first. The first is the default. */
export const REVISIONS: readonly [RevisionName, ...RevisionName[]] = ${json(revisions)};

/** The codes whose severity can be set. */
export const ADJUSTABLE_CODES: readonly string[] = ${json(adjustable)};
`,
  );
  const schemas = table(revisions, (revision) =>
    table(SIDES, (side) => table(DIALECTS, (dialect) => compact(schema(dialect, side, revision)))),
  );
  write(
    "json-schemas.ts",
    `import type { RevisionName } from "./types.js";

/** The dialects the JSON Schema comes in. */
export type JsonSchemaTarget = ${union(DIALECTS)};

/** What a JSON Schema describes: the input, or the payload. */
export type JsonSchemaSide = ${union(SIDES)};

/** The JSON Schemas of a revision by side and dialect, as JSON text, so that every caller gets a new object. */
export type JsonSchemas = Readonly<Record<JsonSchemaSide, Readonly<Record<JsonSchemaTarget, string>>>>;

/** The JSON Schemas by revision, side and dialect. */
export const JSON_SCHEMAS: Readonly<Record<RevisionName, JsonSchemas>> = ${json(schemas)};
`,
  );
  writeFileSync(join(dist, "schema.json"), schema(DIALECTS[0], "input", revisions[0]));
}

/** A JSON Schema as text: parsing it would round the maximum of a customer ID. */
function schema(dialect, side, revision) {
  return derived("json-schema", "--dialect", dialect, "--of", side, "--revision", revision);
}

/** An object with a value for each key. */
function table(keys, value) {
  return Object.fromEntries(keys.map((key) => [key, value(key)]));
}

/** JSON text without whitespace between its tokens. */
function compact(text) {
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
}

function derived(...target) {
  return output("cargo", "run", "--quiet", "--features", "cli", "--", "schema", "--target", ...target);
}

/** The known values of each choice, as `CHECK_TYPES` for the field `checks[].check_type`. */
function choicesModule(fields) {
  const choices = fields
    .filter(({ options }) => options !== undefined)
    .map(({ path, options }) => ({ path, field: path.split(".").at(-1), values: options.map(({ value }) => value) }));
  const types = choices.map(({ field }) => typeName(field));
  const constants = choices.map(
    ({ path, field, values }) => `/** The known values of \`${path}\`, in the order of the API reference. */
export const ${field.toUpperCase()}S: readonly ${typeName(field)}[] = ${json(values)};
`,
  );
  return `import type { ${types.sort().join(", ")} } from "./types.js";\n\n${constants.join("\n")}`;
}

/** `check_type` as `CheckTypeName`. */
function typeName(field) {
  return `${field.replaceAll(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase())}Name`;
}

/** The defaults of the fields at the root, which are the only ones that are filled in. */
function defaults(fields) {
  const filled = fields.filter((field) => field.default !== undefined && /^\w+$/.test(field.path));
  return Object.fromEntries(filled.map((field) => [field.path, field.default]));
}

function integers(fields) {
  return fields.filter(({ kind }) => kind === "integer").map(({ path }) => path);
}

function constraints(fields) {
  return Object.fromEntries(
    fields.map(({ path, kind, required, min, max }) => [
      path,
      min === undefined ? [kind, required] : [kind, required, min, max],
    ]),
  );
}

function union(names) {
  return names.map((name) => JSON.stringify(name)).join(" | ");
}

function json(value) {
  return JSON.stringify(value, null, 2);
}
