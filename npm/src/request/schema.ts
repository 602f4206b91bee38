/** The case request as a Standard Schema for form and server libraries, and as JSON Schema for everything else. */

import { JSON_SCHEMAS, type JsonSchemaSide, type JsonSchemaTarget } from "../generated/json-schemas.js";
import type { CaseInput, CaseOptions, CasePayload, Issue } from "../generated/types.js";
import { build } from "./build.js";
import { askAboutValue } from "./input.js";
import { readOptions } from "./options.js";
import { cutBuild, readBuild } from "./results.js";

/** A schema as Standard Schema v1 and Standard JSON Schema v1 have it (https://standardschema.dev). */
export interface CaseSchema {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "sphinx-case";
    /** Answers the payload, defaults filled in, or the errors. Warnings are left to `validate`: here every issue means failure. */
    readonly validate: (value: unknown, options?: StandardOptions) => CaseSchemaResult;
    readonly jsonSchema: {
      /** The schema of what may be given. Throws for a target that is not known. */
      readonly input: (options: StandardTarget) => Record<string, unknown>;
      /** The schema of what `validate` answers: every field with a default is there. Throws for a target that is not known. */
      readonly output: (options: StandardTarget) => Record<string, unknown>;
    };
    readonly types?: { readonly input: CaseInput; readonly output: CasePayload } | undefined;
  };
}

/** What a Standard Schema answers. The issues are whole ones, with code and params. */
export type CaseSchemaResult =
  | { readonly value: CasePayload; readonly issues?: undefined }
  | { readonly issues: readonly Issue[] };

interface StandardOptions {
  /** Options of this package go here; those of other libraries are passed over. */
  readonly libraryOptions?: Record<string, unknown> | undefined;
}

interface StandardTarget extends StandardOptions {
  readonly target: JsonSchemaTarget | ({} & string);
}

/**
 * The case request as a Standard Schema, for react-hook-form, TanStack Form, conform, tRPC, Hono and all others that take one.
 * It judges values: a string is not read as JSON text here.
 *
 * @throws TypeError when an option makes no sense: here, or at the first use.
 */
export function createCaseSchema(options: CaseOptions = {}): CaseSchema {
  readOptions(options); // the core checks them too, once there is something to validate
  return {
    "~standard": {
      version: 1,
      vendor: "sphinx-case",
      validate: (value, standard) => validateValue(value, { ...options, ...ownOptions(standard?.libraryOptions) }),
      jsonSchema: {
        input: ({ target }) => jsonSchema(target as JsonSchemaTarget),
        output: ({ target }) => jsonSchema(target as JsonSchemaTarget, "payload"),
      },
    },
  };
}

/**
 * The JSON Schema of a case request, as a fresh object: limits, and the rules between fields that JSON Schema can say.
 *
 * @param side what may be given, or what `buildPayload` makes of it, where every field with a default is there.
 * @throws TypeError for a target or side that is not known.
 */
export function jsonSchema(
  target: JsonSchemaTarget = "draft-2020-12",
  side: JsonSchemaSide = "input",
): Record<string, unknown> {
  const texts = pick(JSON_SCHEMAS, side, "side");
  return JSON.parse(pick(texts, target, "target")) as Record<string, unknown>;
}

function pick<Table extends object, Key extends keyof Table>(table: Table, key: Key, name: string): Table[Key] {
  if (Object.hasOwn(table, key)) return table[key];
  throw new TypeError(`${name} must be one of ${Object.keys(table).join(", ")}, was ${String(key)}`);
}

function validateValue(value: unknown, options: CaseOptions): CaseSchemaResult {
  const read = readOptions(options);
  const built = readBuild(cutBuild(askAboutValue(value, read, build)), read.catalogue);
  return built.ok ? { value: built.payload } : { issues: built.issues.filter((issue) => issue.severity === "error") };
}

const OPTIONS = { unknownFields: 0, rules: 0, defaults: 0, maxBytes: 0, language: 0 } satisfies Record<
  keyof CaseOptions,
  0
>;

function ownOptions(given: Record<string, unknown> = {}): CaseOptions {
  return Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(OPTIONS, name)));
}
