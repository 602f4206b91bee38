/** The functions and types that `sphinx-case` and `sphinx-case/slim` have in common. */

export { createCaseForm } from "./form/create.js";
export type { IgnoredNames } from "./form/ignored.js";
export type { CaseFormOptions, ExternalIssue, Include, ShowPolicy } from "./form/options.js";
export { type FormDataOptions, type PostedForm, parseFormData } from "./form/posted.js";
export type { FieldProps } from "./form/props.js";
export type { CaseFormSnapshot, FieldState } from "./form/state.js";
export type { CaseForm, Listener, ProblemListener } from "./form/store.js";
export type { ResponseLike, SubmitHandler, SubmitResult } from "./form/submit.js";
export * from "./generated/choices.js";
export type { JsonSchemaSide, JsonSchemaTarget } from "./generated/json-schemas.js";
export { REVISIONS } from "./generated/option-values.js";
export type * from "./generated/types.js";
export { addLanguage, type LanguageChoice } from "./issues/catalogue.js";
export {
  type CaseProblemDetails,
  type FlattenedIssues,
  flattenIssues,
  formatIssues,
  toProblemDetails,
} from "./issues/collections.js";
export { type MessageOverrides, type Renderable, renderMessage } from "./issues/message.js";
export type { FieldPath } from "./issues/paths.js";
export { buildPayload } from "./request/build.js";
export { applyDefaults } from "./request/defaults.js";
export { fields } from "./request/fields.js";
export { fieldLabel } from "./request/labels.js";
export { CaseValidationError, parse } from "./request/parse.js";
export type { BuildFailure, BuildResult, BuiltPayload, ValidationResult } from "./request/results.js";
export { type CaseSchema, type CaseSchemaResult, createCaseSchema, jsonSchema } from "./request/schema.js";
export { checkField, validate } from "./request/validate.js";
export { readCase } from "./server/case.js";
export { mapServerErrors } from "./server/errors.js";
export { SphinxCaseError, type SphinxCaseErrorReason } from "./wasm/errors.js";
