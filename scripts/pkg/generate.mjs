/** Writes the TypeScript that is derived from the Rust declarations, by asking the command line tool for it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { output } from "./run.mjs";

/** The JSON Schema dialects of the package. */
const DIALECTS = ["draft-2020-12", "draft-07", "openapi-3.0"];
const NOTE = "// Derived from the Rust declarations by scripts/build-pkg.mjs. Not for editing.\n\n";

/** Writes `types.ts`, `fields.ts`, `integers.ts` and `json-schemas.ts` into `folder`, and `schema.json` into `dist`. */
export function generateSources(folder, dist) {
  mkdirSync(folder, { recursive: true });
  const write = (name, text) => writeFileSync(join(folder, name), NOTE + text);

  write("types.ts", derived("typescript"));
  const fields = JSON.parse(derived("fields"));
  write(
    "fields.ts",
    `import type { Field } from "./types.js";\n\nexport const FIELDS: readonly Field[] = ${json(fields)};\n`,
  );
  write(
    "integers.ts",
    `/** The paths that hold an integer. */\nexport const INTEGER_PATHS: ReadonlySet<string> = new Set(${json(integers(fields))});\n`,
  );

  const schemas = DIALECTS.map((dialect) => [dialect, JSON.parse(derived("json-schema", "--dialect", dialect))]);
  write(
    "json-schemas.ts",
    `/** Each dialect as JSON text, from which every caller gets an object of its own. */\nexport const JSON_SCHEMAS = {\n${schemas
      .map(([dialect, schema]) => `  ${JSON.stringify(dialect)}: ${JSON.stringify(JSON.stringify(schema))},\n`)
      .join("")}} as const;\n`,
  );
  writeFileSync(join(dist, "schema.json"), `${json(schemas[0][1])}\n`);
}

function derived(...target) {
  return output("cargo", "run", "--quiet", "--features", "cli", "--", "schema", "--target", ...target);
}

function integers(fields) {
  return fields.filter(({ kind }) => kind === "integer").map(({ path }) => path);
}

function json(value) {
  return JSON.stringify(value, null, 2);
}
