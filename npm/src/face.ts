/** Everything that every entry of this package offers, however its WebAssembly is loaded. */

export type { BuildFailure, BuildResult, BuiltPayload, ValidationResult } from "./answers.js";
export { buildPayload } from "./build.js";
export { addLanguage } from "./catalogue.js";
export { applyDefaults } from "./defaults.js";
export { SphinxCaseError, type SphinxCaseErrorReason } from "./errors.js";
export { fields } from "./fields.js";
export type { CaseFormOptions, Include, SaidIssue, ShowPolicy } from "./form/options.js";
export type { FieldProps } from "./form/props.js";
export type { CaseFormSnapshot, FieldState } from "./form/state.js";
export type { CaseForm, Listener, ProblemListener } from "./form/store.js";
export type { ResponseLike, SubmitHandler, SubmitResult } from "./form/submit.js";
export type { FormDataOptions, PostedForm } from "./form-data.js";
export { createCaseForm, mapServerErrors, parseFormData } from "./forms.js";
export type { JsonSchemaSide, JsonSchemaTarget } from "./generated/json-schemas.js";
export type * from "./generated/types.js";
export { renderMessage } from "./message.js";
export { type CaseSchema, type CaseSchemaResult, createCaseSchema, jsonSchema } from "./schema.js";
export { checkField, type FieldPath, validate } from "./validate.js";
