/**
 * A JSON object of any shape: an object literal, or a value of any interface or class. An array, Map or Set is not one.
 */
// biome-ignore lint/suspicious/noExplicitAny: only `any` accepts a value whose type is an interface
export type JsonObject = { readonly [key: string]: any; readonly [Symbol.iterator]?: never };

/**
 * What `validate`, `buildPayload` and `parse` take: an object, JSON text, or JSON text as UTF-8 bytes. Any other value is
 * allowed, because the result says what is wrong with it; the type only lets editors complete fields and check types.
 */
export type RequestInput<Revision extends RevisionName = "reference"> =
  | CaseInputs[Revision]
  | string
  | Uint8Array
  // biome-ignore lint/complexity/noBannedTypes: `unknown` would absorb the other types, and editors would complete nothing
  | {}
  | null
  | undefined;

/** A payload in which a field that has its default value may be absent: with `defaults: "omit"`. */
export type SparseCasePayload = Omit<CasePayload, DefaultedField> & Partial<Pick<CasePayload, DefaultedField>>;

/** Options with which every field that has a default is in the payload. */
export interface ExplicitOptions extends CaseOptions {
  readonly defaults?: "explicit" | undefined;
}

/** The same options with a revision, which decides the types of input and payload. */
export interface RevisionOptions<Revision extends RevisionName> extends ExplicitOptions {
  readonly revision: Revision;
}
