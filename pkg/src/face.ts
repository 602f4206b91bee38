/** Everything that every entry of this package offers, however its WebAssembly is loaded. */

export type { BuildFailure, BuildResult, BuiltPayload, ValidationResult } from "./answers.js";
export { buildPayload } from "./build.js";
export { addLanguage } from "./catalogue.js";
export { applyDefaults } from "./defaults.js";
export { SphinxCaseError, type SphinxCaseErrorReason } from "./errors.js";
export { fields } from "./fields.js";
export type { JsonSchemaSide, JsonSchemaTarget } from "./generated/json-schemas.js";
export type * from "./generated/types.js";
export { renderMessage } from "./message.js";
export { type CaseSchema, type CaseSchemaResult, createCaseSchema, jsonSchema } from "./schema.js";
export { mapServerErrors } from "./server-errors.js";
export { checkField, type FieldPath, validate } from "./validate.js";
