/** The case request as a Standard Schema for form and server libraries, and as JSON Schema. */

import { JSON_SCHEMAS, type JsonSchemaSide, type JsonSchemaTarget } from "../generated/json-schemas.js";
import { REVISIONS } from "../generated/option-values.js";
import type {
  CaseInput,
  CaseInputs,
  CaseOptions,
  CasePayload,
  CasePayloads,
  ExplicitOptions,
  Issue,
  RevisionName,
  RevisionOptions,
  SparseCasePayload,
} from "../generated/types.js";
import { buildWith } from "./build.js";
import { callWithValue } from "./input.js";
import { CASE_OPTIONS, readOptions } from "./options.js";

/** A schema by Standard Schema v1 and Standard JSON Schema v1 (https://standardschema.dev). */
export interface CaseSchema<Payload = CasePayload, Input = CaseInput> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "sphinx-case";
    /** Returns the payload with default values, or the errors. There are no warnings, since an issue means failure here. */
    readonly validate: (value: unknown, options?: StandardOptions) => CaseSchemaResult<Payload>;
    readonly jsonSchema: {
      /** The schema of the input. Throws a TypeError for an unknown target. */
      readonly input: (options: StandardTarget) => Record<string, unknown>;
      /** The schema of the payload, in which every field with a default value is present. Throws a TypeError for an unknown target. */
      readonly output: (options: StandardTarget) => Record<string, unknown>;
    };
    readonly types?: { readonly input: Input; readonly output: Payload } | undefined;
  };
}

/** The result of a Standard Schema. The issues are complete, with code and params. */
export type CaseSchemaResult<Payload = CasePayload> =
  | { readonly value: Payload; readonly issues?: undefined }
  | { readonly issues: readonly Issue[] };

interface StandardOptions {
  /** Options of this package. Those of other libraries are ignored. */
  readonly libraryOptions?: Record<string, unknown> | undefined;
}

interface StandardTarget extends StandardOptions {
  readonly target: JsonSchemaTarget | ({} & string);
}

/**
 * The case request as a Standard Schema, for React Hook Form, TanStack Form, Conform, tRPC, Hono and other libraries. It
 * validates values: a string is not parsed as JSON.
 *
 * ```ts
 * useForm({ resolver: standardSchemaResolver(createCaseSchema()) });
 * ```
 *
 * @throws TypeError when an option is invalid; some options are validated on first use.
 */
export function createCaseSchema<Revision extends RevisionName>(
  options: RevisionOptions<Revision>,
): CaseSchema<CasePayloads[Revision], CaseInputs[Revision]>;
export function createCaseSchema(options?: ExplicitOptions): CaseSchema;
export function createCaseSchema(options?: CaseOptions): CaseSchema<SparseCasePayload>;
export function createCaseSchema(options?: CaseOptions): CaseSchema {
  readOptions(options); // the core validates them on first use
  return {
    "~standard": {
      version: 1,
      vendor: "sphinx-case",
      validate: (value, standard) => validateValue(value, { ...options, ...ownOptions(standard?.libraryOptions) }),
      jsonSchema: {
        input: ({ target }) => jsonSchema(target as JsonSchemaTarget, "input", options?.revision),
        output: ({ target }) => jsonSchema(target as JsonSchemaTarget, "payload", options?.revision),
      },
    },
  };
}

/**
 * The JSON Schema of a case request, as a new object. It has all limits, and the cross-field rules that JSON Schema can express.
 *
 * @param target the dialect of the schema.
 * @param side the input, or the payload, in which every field with a default value is present.
 * @param revision the revision of the API, as in the option of this name.
 * @throws TypeError when the target, side or revision is unknown.
 */
export function jsonSchema(
  target: JsonSchemaTarget = "draft-2020-12",
  side: JsonSchemaSide = "input",
  revision: RevisionName = REVISIONS[0],
): Record<string, unknown> {
  const texts = pick(pick(JSON_SCHEMAS, revision, "revision"), side, "side");
  return JSON.parse(pick(texts, target, "target")) as Record<string, unknown>;
}

function pick<Table extends object, Key extends keyof Table>(table: Table, key: Key, name: string): Table[Key] {
  if (Object.hasOwn(table, key)) return table[key];
  throw new TypeError(`${name} must be one of ${Object.keys(table).join(", ")} (received: ${String(key)})`);
}

function validateValue(value: unknown, options: CaseOptions): CaseSchemaResult {
  const read = readOptions(options);
  const built = buildWith(value, read, callWithValue);
  return built.ok ? { value: built.payload } : { issues: built.errors };
}

function ownOptions(options: Record<string, unknown> = {}): CaseOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(CASE_OPTIONS, name)));
}
