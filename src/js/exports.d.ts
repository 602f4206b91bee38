// Derived from the Rust declarations. Not for editing: `RENEW=1 cargo test --test core exported` renews it.

/**
 * A compliance case to create: who it is about, which checks to run, and how long to keep the results. The type of the
 * input.
 */
export interface CaseInput {
  /**
   * ID of an existing customer. The customer is not changed. Provide either this ID or a new customer.
   * @minimum 1
   * @maximum 9223372036854775807
   */
  customer_id?: number | bigint | undefined;
  /**
   * A new customer, created with this case. If a customer with the same external ID already exists in your
   * organization, that customer is updated instead.
   */
  customer?: NewCustomerInput | undefined;
  /**
   * URL that the API calls when the case is complete: an absolute http or https URL, up to 511 characters.
   * @maxLength 511 (in Unicode code points)
   */
  webhook_url?: string | null | undefined;
  /** Checks to create with the case. Cannot be combined with a case configuration. */
  checks?: readonly NewCheckInput[] | undefined;
  /**
   * IDs of documents to link to the case.
   * @minimum 1 (each)
   * @maximum 9223372036854775807 (each)
   */
  document_ids?: readonly (number | bigint)[] | undefined;
  /**
   * Days until the case is deleted. 0: delete immediately. -1: keep indefinitely.
   * @minimum -1
   * @maximum 2147483647
   * @default -1
   */
  delete_after?: number | bigint | undefined;
  /**
   * Slug of a case configuration that creates the checks, or of a dual configuration that creates a case for the
   * company and one for each shareholder. Cannot be combined with checks.
   */
  case_config?: string | undefined;
  /**
   * Whether the case starts as soon as it is created. If not, you can start it later.
   * @default true
   */
  auto_start?: boolean | undefined;
}

/**
 * A compliance case to create: who it is about, which checks to run, and how long to keep the results. The type of the
 * input.
 */
export interface NewestCaseInput extends CaseInput {
  /** Email address of the member of your organization to whom the case is assigned. */
  assignee?: string | undefined;
  /** Details of the case that the interface shows, as a JSON object. It is sent unchanged. */
  metadata?: JsonObject | undefined;
  /** References to the case in other systems, which receive its changes. */
  sync_platforms?: readonly SyncPlatformInput[] | undefined;
  /**
   * The case's ID in your own system, up to 512 characters. It must be unique among the cases of your organization that
   * are not archived. If you leave it out, the API makes one.
   * @maxLength 512 (in Unicode code points)
   */
  external_id?: string | undefined;
}

/** A customer created with a case. The type of the input. */
export interface NewCustomerInput {
  /**
   * Full legal name, up to 255 characters.
   * @maxLength 255 (in Unicode code points)
   */
  full_name: string;
  /**
   * The customer's ID in your own system, up to 255 characters. If it already exists in your organization, that
   * customer is updated, and fields you leave out here are cleared.
   * @maxLength 255 (in Unicode code points)
   */
  external_id?: string | null | undefined;
  /** Whether the customer is an individual or a company. */
  customer_type?: CustomerTypeName | "" | null | undefined;
  /** Any other information about the customer, as a JSON object. It is sent unchanged. */
  input_details?: JsonObject | undefined;
  /**
   * Days until the customer is deleted. 0: delete immediately. -1: keep indefinitely.
   * @minimum -1
   * @maximum 2147483647
   */
  delete_after?: number | bigint | undefined;
}

/** A check created with a case. The type of the input. */
export interface NewCheckInput {
  /** What to check. The list is not complete: you can enter another type, which is sent as entered. */
  check_type?: CheckTypeName | (string & {}) | null | undefined;
  /** Information that the check needs, as a JSON object. It is sent unchanged. Do not enter customer details here. */
  input_details?: JsonObject | undefined;
  /**
   * IDs of documents for this check only.
   * @minimum 1 (each)
   * @maximum 9223372036854775807 (each)
   */
  document_ids?: readonly (number | bigint)[] | undefined;
  /**
   * Days until the check is deleted. 0: delete immediately. -1: keep indefinitely.
   * @minimum -1
   * @maximum 2147483647
   */
  delete_after?: number | bigint | undefined;
}

/** A reference to the case in another system. The type of the input. */
export interface SyncPlatformInput {
  /** Domain of the other system. */
  domain: string;
  /** ID of the case in the other system. */
  id: string;
}

/**
 * A compliance case to create: who it is about, which checks to run, and how long to keep the results. The type in the
 * payload.
 */
export interface CasePayload {
  /**
   * ID of an existing customer. The customer is not changed. Provide either this ID or a new customer.
   * @minimum 1
   * @maximum 9223372036854775807
   */
  customer_id?: number | bigint;
  /**
   * A new customer, created with this case. If a customer with the same external ID already exists in your
   * organization, that customer is updated instead.
   */
  customer?: NewCustomerPayload;
  /**
   * URL that the API calls when the case is complete: an absolute http or https URL, up to 511 characters.
   * @maxLength 511 (in Unicode code points)
   */
  webhook_url?: string | null;
  /** Checks to create with the case. Cannot be combined with a case configuration. */
  checks?: NewCheckPayload[];
  /**
   * IDs of documents to link to the case.
   * @minimum 1 (each)
   * @maximum 9223372036854775807 (each)
   */
  document_ids?: (number | bigint)[];
  /**
   * Days until the case is deleted. 0: delete immediately. -1: keep indefinitely. Present unless the option `defaults`
   * is "omit": see `SparseCasePayload`.
   * @minimum -1
   * @maximum 2147483647
   * @default -1
   */
  delete_after: number;
  /**
   * Slug of a case configuration that creates the checks, or of a dual configuration that creates a case for the
   * company and one for each shareholder. Cannot be combined with checks.
   */
  case_config?: string;
  /**
   * Whether the case starts as soon as it is created. If not, you can start it later. Present unless the option
   * `defaults` is "omit": see `SparseCasePayload`.
   * @default true
   */
  auto_start: boolean;
}

/**
 * A compliance case to create: who it is about, which checks to run, and how long to keep the results. The type in the
 * payload.
 */
export interface NewestCasePayload extends CasePayload {
  /** Email address of the member of your organization to whom the case is assigned. */
  assignee?: string;
  /** Details of the case that the interface shows, as a JSON object. It is sent unchanged. */
  metadata?: { [key: string]: unknown };
  /** References to the case in other systems, which receive its changes. */
  sync_platforms?: SyncPlatformPayload[];
  /**
   * The case's ID in your own system, up to 512 characters. It must be unique among the cases of your organization that
   * are not archived. If you leave it out, the API makes one.
   * @maxLength 512 (in Unicode code points)
   */
  external_id?: string;
}

/** A customer created with a case. The type in the payload. */
export interface NewCustomerPayload {
  /**
   * Full legal name, up to 255 characters.
   * @maxLength 255 (in Unicode code points)
   */
  full_name: string;
  /**
   * The customer's ID in your own system, up to 255 characters. If it already exists in your organization, that
   * customer is updated, and fields you leave out here are cleared.
   * @maxLength 255 (in Unicode code points)
   */
  external_id?: string | null;
  /** Whether the customer is an individual or a company. */
  customer_type?: CustomerTypeName | "" | null;
  /** Any other information about the customer, as a JSON object. It is sent unchanged. */
  input_details?: { [key: string]: unknown };
  /**
   * Days until the customer is deleted. 0: delete immediately. -1: keep indefinitely.
   * @minimum -1
   * @maximum 2147483647
   */
  delete_after?: number;
}

/** A check created with a case. The type in the payload. */
export interface NewCheckPayload {
  /** What to check. The list is not complete: you can enter another type, which is sent as entered. */
  check_type?: CheckTypeName | (string & {}) | null;
  /** Information that the check needs, as a JSON object. It is sent unchanged. Do not enter customer details here. */
  input_details?: { [key: string]: unknown };
  /**
   * IDs of documents for this check only.
   * @minimum 1 (each)
   * @maximum 9223372036854775807 (each)
   */
  document_ids?: (number | bigint)[];
  /**
   * Days until the check is deleted. 0: delete immediately. -1: keep indefinitely.
   * @minimum -1
   * @maximum 2147483647
   */
  delete_after?: number;
}

/** A reference to the case in another system. The type in the payload. */
export interface SyncPlatformPayload {
  /** Domain of the other system. */
  domain: string;
  /** ID of the case in the other system. */
  id: string;
}

/** The known values of `customer_type`. */
export type CustomerTypeName =
  | "INDIVIDUAL"
  | "COMPANY";

/** The known values of `check_type`. */
export type CheckTypeName =
  | "UBO_RESOLUTION"
  | "SIGNING_AUTHORITY"
  | "BANK_STATEMENT"
  | "BALANCE_SHEETS"
  | "INCOME_STATEMENTS"
  | "TAX_DOCUMENTS"
  | "AUTHORIZATION_FORM"
  | "ARTICLES_OF_ASSOCIATION"
  | "COMMERCIAL_EXTRACT"
  | "ONBOARDING_FORM"
  | "SHAREHOLDER_LIST"
  | "EDD_QUESTIONNAIRE"
  | "USER_RISK_REPORT"
  | "INCORPORATION_DOCUMENT"
  | "MEETING_MINUTES"
  | "PROOF_OF_IDENTITY"
  | "SOURCE_OF_FUNDS"
  | "NAME_CHECK"
  | "PROOF_OF_ADDRESS"
  | "RDC_VERIFICATION"
  | "KYB_PROOF_OF_IDENTITY"
  | "KYB_BANK_STATEMENT"
  | "KYB_PROOF_OF_ADDRESS"
  | "KYB_TAX_DOCUMENTS"
  | "CLEAN_SCREENING"
  | "CRA"
  | "WEB_PRESENCE"
  | "PEP"
  | "SANCTION"
  | "ADVERSE_MEDIA"
  | "BLACKLIST"
  | "IDV"
  | "FINANCIAL_STATEMENTS"
  | "UNDERWRITING"
  | "TRANSACTION_MONITORING";

/** The types of the input, by revision of the API. */
export interface CaseInputs {
  readonly reference: CaseInput;
  readonly newest: NewestCaseInput;
}

/** The types of the payload, by revision of the API. */
export interface CasePayloads {
  readonly reference: CasePayload;
  readonly newest: NewestCasePayload;
}

/** The fields with a default. */
export type DefaultedField =
  | "delete_after"
  | "auto_start";

/** The fields with a default, with their values. */
export interface CaseDefaults {
  /**
   * Days until the case is deleted. 0: delete immediately. -1: keep indefinitely.
   * @minimum -1
   * @maximum 2147483647
   * @default -1
   */
  delete_after: number | bigint;
  /**
   * Whether the case starts as soon as it is created. If not, you can start it later.
   * @default true
   */
  auto_start: boolean;
}

/** The stable name of a kind of problem. A code never changes its meaning. */
export type IssueCode =
  | "required"
  | "required_one_of"
  | "exclusive"
  | "invalid_type"
  | "not_nullable"
  | "blank"
  | "too_long"
  | "invalid_url"
  | "invalid_slug"
  | "invalid_option"
  | "out_of_range"
  | "unsafe_integer"
  | "unknown_field"
  | "duplicate_key"
  | "invalid_unicode"
  | "invalid_json"
  | "not_json"
  | "too_deep"
  | "too_large"
  | "unknown_option"
  | "missing_check_type"
  | "nothing_to_start"
  | "retention_over_a_year"
  | "results_deleted_unseen"
  | "insecure_webhook"
  | "unreachable_webhook"
  | "duplicate_item"
  | "customer_overwrite"
  | "invisible_character"
  | "server";

/** Whether an issue blocks the payload. A warning never does. */
export type Severity = "error" | "warning";

/** Who says an issue: this library, the server in its answer, or a check of the caller's own that took its time. */
export type IssueSource = "core" | "server" | "async";

/** Keys and indices from the root of the request to a place in it. */
export type IssuePath = (string | number)[];

/** Where in the text of the input something stands. */
export interface Span {
  /** From 1. */
  readonly line: number;
  /** From 1, in Unicode code points. */
  readonly column: number;
  /** The byte offset of the first character. */
  readonly start: number;
  /** The byte offset after the last character. */
  readonly end: number;
}

/** What every issue has, whatever its code. */
export interface IssueBase {
  /** Where: keys and indices. The root is the empty list. */
  readonly path: IssuePath;
  /** The path as an RFC 6901 pointer: `/checks/0/check_type`. */
  readonly pointer: string;
  /** The path as a form names it: `checks[0].check_type`. */
  readonly name: string;
  /** The message in English, or in the language of the options; the words of the server or the check that said it, where it was not this library. */
  readonly message: string;
  /** The other places the issue is about. */
  readonly related?: IssuePath[];
  /** Where it stands in the input, when the input was text. */
  readonly span?: Span;
  /** Who says it. */
  readonly source: IssueSource;
  /** Whether it blocks the payload. */
  readonly severity: Severity;
}

/** A required key is absent. */
export interface RequiredIssue extends IssueBase {
  readonly code: "required";
  readonly severity: "error";
  readonly params: { readonly [name: string]: never };
}

/**
 * Neither `customer_id` nor `customer` is present; every case has a customer.
 * @default severity "error"
 */
export interface RequiredOneOfIssue extends IssueBase {
  readonly code: "required_one_of";
  readonly severity: Severity;
  readonly params: {
    /** The keys of which one must be present. */
    readonly fields: string[];
  };
}

/**
 * `checks` (not empty) together with `case_config`, or `customer_id` together with `customer`. The option `rules` can
 * only change the customer pair.
 * @default severity "error"
 */
export interface ExclusiveIssue extends IssueBase {
  readonly code: "exclusive";
  readonly severity: Severity;
  readonly params: {
    /** The keys that exclude each other. */
    readonly fields: string[];
  };
}

/** The value has another JSON type, or a fraction where an integer is expected. */
export interface InvalidTypeIssue extends IssueBase {
  readonly code: "invalid_type";
  readonly severity: "error";
  readonly params: {
    /** The expected type: a JSON type, or `email` for a text that is not an email address. */
    readonly expected: "array" | "boolean" | "email" | "integer" | "object" | "string";
    /** The received type. */
    readonly received: string;
  };
}

/** The value is null, which is not documented for this field. */
export interface NotNullableIssue extends IssueBase {
  readonly code: "not_nullable";
  readonly severity: "error";
  readonly params: { readonly [name: string]: never };
}

/** The text is empty or contains only whitespace. */
export interface BlankIssue extends IssueBase {
  readonly code: "blank";
  readonly severity: "error";
  readonly params: { readonly [name: string]: never };
}

/** The text has too many characters, counted in Unicode code points, as the API counts. */
export interface TooLongIssue extends IssueBase {
  readonly code: "too_long";
  readonly severity: "error";
  readonly params: {
    /** The maximum number of code points. */
    readonly max: number;
    /** The number of code points received. */
    readonly actual: number;
  };
}

/** Not an absolute http or https URL with a host, or it contains whitespace. */
export interface InvalidUrlIssue extends IssueBase {
  readonly code: "invalid_url";
  readonly severity: "error";
  readonly params: {
    /** What is wrong: `white_space`, `not_absolute`, `scheme`, `host`, `port` or `character`. */
    readonly reason: "character" | "host" | "not_absolute" | "port" | "scheme" | "white_space";
  };
}

/** The slug contains characters other than ASCII letters, digits, `-` and `_`. */
export interface InvalidSlugIssue extends IssueBase {
  readonly code: "invalid_slug";
  readonly severity: "error";
  readonly params: { readonly [name: string]: never };
}

/** The value is not in a closed set. */
export interface InvalidOptionIssue extends IssueBase {
  readonly code: "invalid_option";
  readonly severity: "error";
  readonly params: {
    /** The allowed values. */
    readonly allowed: string[];
    /** The most similar allowed value, if one is similar. */
    readonly suggestion?: string;
  };
}

/** The integer is outside its limits. */
export interface OutOfRangeIssue extends IssueBase {
  readonly code: "out_of_range";
  readonly severity: "error";
  readonly params: {
    /** The minimum. */
    readonly min: number | string;
    /** The maximum. */
    readonly max: number | string;
    /** The received value. */
    readonly actual: number | string;
  };
}

/**
 * A JavaScript number beyond ±(2^53-1), which JavaScript has already rounded. A BigInt, or digits in JSON text, are
 * exact.
 */
export interface UnsafeIntegerIssue extends IssueBase {
  readonly code: "unsafe_integer";
  readonly severity: "error";
  readonly params: {
    /** The number as JavaScript writes it. */
    readonly received: string;
  };
}

/**
 * The key is not documented at this level; the API would ignore it silently.
 * @default severity "error"
 */
export interface UnknownFieldIssue extends IssueBase {
  readonly code: "unknown_field";
  readonly severity: Severity;
  readonly params: {
    /** The revision of the API that documents the key, if it is a newer one: the option `revision` takes its name. */
    readonly revision?: string;
    /** The key that was probably intended, as a form name such as `customer.full_name`. */
    readonly suggestion?: string;
  };
}

/** A key appears more than once in the same JSON object. */
export interface DuplicateKeyIssue extends IssueBase {
  readonly code: "duplicate_key";
  readonly severity: "error";
  readonly params: { readonly [name: string]: never };
}

/** A string or key contains a lone surrogate or U+0000. */
export interface InvalidUnicodeIssue extends IssueBase {
  readonly code: "invalid_unicode";
  readonly severity: "error";
  readonly params: {
    /** The first such character, such as `U+D800`. */
    readonly character: string;
  };
}

/** The text is not valid JSON. */
export interface InvalidJsonIssue extends IssueBase {
  readonly code: "invalid_json";
  readonly severity: "error";
  readonly params: {
    /**
     * What is wrong: `empty`, `unexpected_end`, `unexpected_character`, `trailing_characters`, `invalid_escape`,
     * `control_character`, `invalid_number`, `invalid_literal` or `invalid_utf8`; in a row of a table also
     * `open_quotes` or `no_heading`.
     */
    readonly reason: "control_character" | "empty" | "invalid_escape" | "invalid_literal" | "invalid_number" | "invalid_utf8" | "no_heading" | "open_quotes" | "trailing_characters" | "unexpected_character" | "unexpected_end";
  };
}

/** A JavaScript value that JSON cannot represent. */
export interface NotJsonIssue extends IssueBase {
  readonly code: "not_json";
  readonly severity: "error";
  readonly params: {
    /** What was received, such as `NaN`, `function`, `Map` or `cycle`; of a cell of a workbook, its value. */
    readonly received: string;
    /** Why a cell of a workbook cannot be used: `error_value` or `rounded_number`. */
    readonly reason?: "error_value" | "rounded_number";
  };
}

/** The value is nested more than 128 levels deep. */
export interface TooDeepIssue extends IssueBase {
  readonly code: "too_deep";
  readonly severity: "error";
  readonly params: {
    /** The maximum depth. */
    readonly max: number;
  };
}

/** The input exceeds the size limit (10 MiB by default). */
export interface TooLargeIssue extends IssueBase {
  readonly code: "too_large";
  readonly severity: "error";
  readonly params: {
    /** The limit in bytes. */
    readonly max: number;
    /** The received size in bytes. */
    readonly actual: number;
  };
}

/**
 * The check type is not on the list, which is open. It is sent unchanged.
 * @default severity "warning"
 */
export interface UnknownOptionIssue extends IssueBase {
  readonly code: "unknown_option";
  readonly severity: Severity;
  readonly params: {
    /** The most similar known value, if one is similar. */
    readonly suggestion?: string;
  };
}

/**
 * The check has no check type.
 * @default severity "warning"
 */
export interface MissingCheckTypeIssue extends IssueBase {
  readonly code: "missing_check_type";
  readonly severity: Severity;
  readonly params: { readonly [name: string]: never };
}

/**
 * The case starts immediately but has neither checks nor a case configuration.
 * @default severity "warning"
 */
export interface NothingToStartIssue extends IssueBase {
  readonly code: "nothing_to_start";
  readonly severity: Severity;
  readonly params: { readonly [name: string]: never };
}

/**
 * The retention period is longer than 365 days, the maximum given in parts of the API documentation.
 * @default severity "warning"
 */
export interface RetentionOverAYearIssue extends IssueBase {
  readonly code: "retention_over_a_year";
  readonly severity: Severity;
  readonly params: {
    /** The maximum given there, in days. */
    readonly max: number;
  };
}

/**
 * The case is deleted immediately, and no webhook is set to receive its results.
 * @default severity "warning"
 */
export interface ResultsDeletedUnseenIssue extends IssueBase {
  readonly code: "results_deleted_unseen";
  readonly severity: Severity;
  readonly params: { readonly [name: string]: never };
}

/**
 * The connection to the webhook is not encrypted (`http:`).
 * @default severity "warning"
 */
export interface InsecureWebhookIssue extends IssueBase {
  readonly code: "insecure_webhook";
  readonly severity: Severity;
  readonly params: { readonly [name: string]: never };
}

/**
 * The webhook host is local or private, so the API cannot reach it.
 * @default severity "warning"
 */
export interface UnreachableWebhookIssue extends IssueBase {
  readonly code: "unreachable_webhook";
  readonly severity: Severity;
  readonly params: {
    /** The host. */
    readonly host: string;
  };
}

/**
 * A document is linked more than once: twice in one list, to the case and a check, or to two checks.
 * @default severity "warning"
 */
export interface DuplicateItemIssue extends IssueBase {
  readonly code: "duplicate_item";
  readonly severity: Severity;
  readonly params: {
    /** The ID of the document. */
    readonly value: number | string;
  };
}

/**
 * The customer has an `external_id`. If it already exists, the fields omitted here are cleared.
 * @default severity "warning"
 */
export interface CustomerOverwriteIssue extends IssueBase {
  readonly code: "customer_overwrite";
  readonly severity: Severity;
  readonly params: {
    /** The omitted keys. */
    readonly fields: string[];
  };
}

/**
 * A name or ID has a character that is not visible, such as a zero-width space or a control of the writing direction.
 * @default severity "warning"
 */
export interface InvisibleCharacterIssue extends IssueBase {
  readonly code: "invisible_character";
  readonly severity: Severity;
  readonly params: {
    /** The first such character, such as `U+200B`. */
    readonly character: string;
    /** Its position in code points, from 0. */
    readonly position: number;
  };
}

/** An API error that does not match any other code. */
export interface ServerIssue extends IssueBase {
  readonly code: "server";
  readonly severity: "error";
  readonly params: {
    /** The HTTP status. */
    readonly status: number;
    /** The code of the API, if it gave one or its message is known. */
    readonly server_code?: string;
  };
}

/** One thing that is wrong with a request, or advice about it: a union by `code`. */
export type Issue =
  | RequiredIssue
  | RequiredOneOfIssue
  | ExclusiveIssue
  | InvalidTypeIssue
  | NotNullableIssue
  | BlankIssue
  | TooLongIssue
  | InvalidUrlIssue
  | InvalidSlugIssue
  | InvalidOptionIssue
  | OutOfRangeIssue
  | UnsafeIntegerIssue
  | UnknownFieldIssue
  | DuplicateKeyIssue
  | InvalidUnicodeIssue
  | InvalidJsonIssue
  | NotJsonIssue
  | TooDeepIssue
  | TooLargeIssue
  | UnknownOptionIssue
  | MissingCheckTypeIssue
  | NothingToStartIssue
  | RetentionOverAYearIssue
  | ResultsDeletedUnseenIssue
  | InsecureWebhookIssue
  | UnreachableWebhookIssue
  | DuplicateItemIssue
  | CustomerOverwriteIssue
  | InvisibleCharacterIssue
  | ServerIssue;

/** What a rule is set to: `error` blocks the payload, `warning` is advice, `off` is not looked at. */
export type RuleSetting = "error" | "warning" | "off";

/** The severities that can be set, by code. */
export interface RuleSettings {
  /**
   * Neither `customer_id` nor `customer` is present; every case has a customer.
   * @default "error"
   */
  readonly required_one_of?: RuleSetting | undefined;
  /**
   * `checks` (not empty) together with `case_config`, or `customer_id` together with `customer`. The option `rules` can
   * only change the customer pair.
   * @default "error"
   */
  readonly exclusive?: RuleSetting | undefined;
  /**
   * The key is not documented at this level; the API would ignore it silently.
   * @default "error"
   */
  readonly unknown_field?: RuleSetting | undefined;
  /**
   * The check type is not on the list, which is open. It is sent unchanged.
   * @default "warning"
   */
  readonly unknown_option?: RuleSetting | undefined;
  /**
   * The check has no check type.
   * @default "warning"
   */
  readonly missing_check_type?: RuleSetting | undefined;
  /**
   * The case starts immediately but has neither checks nor a case configuration.
   * @default "warning"
   */
  readonly nothing_to_start?: RuleSetting | undefined;
  /**
   * The retention period is longer than 365 days, the maximum given in parts of the API documentation.
   * @default "warning"
   */
  readonly retention_over_a_year?: RuleSetting | undefined;
  /**
   * The case is deleted immediately, and no webhook is set to receive its results.
   * @default "warning"
   */
  readonly results_deleted_unseen?: RuleSetting | undefined;
  /**
   * The connection to the webhook is not encrypted (`http:`).
   * @default "warning"
   */
  readonly insecure_webhook?: RuleSetting | undefined;
  /**
   * The webhook host is local or private, so the API cannot reach it.
   * @default "warning"
   */
  readonly unreachable_webhook?: RuleSetting | undefined;
  /**
   * A document is linked more than once: twice in one list, to the case and a check, or to two checks.
   * @default "warning"
   */
  readonly duplicate_item?: RuleSetting | undefined;
  /**
   * The customer has an `external_id`. If it already exists, the fields omitted here are cleared.
   * @default "warning"
   */
  readonly customer_overwrite?: RuleSetting | undefined;
  /**
   * A name or ID has a character that is not visible, such as a zero-width space or a control of the writing direction.
   * @default "warning"
   */
  readonly invisible_character?: RuleSetting | undefined;
}

/** A revision of the documentation of the API. */
export type RevisionName =
  | "reference"
  | "newest";

/** How a request is checked and built. The same in every language. */
export interface CaseOptions {
  /**
   * The revision of the API: which fields are documented.
   * - `reference`: The Create Case page of the API reference.
   * - `newest`: Later copies of that page, which document more fields of a case.
   * @default "reference"
   */
  readonly revision?: RevisionName | undefined;
  /**
   * What to do with a key that is not documented: `reject` it as an error, `strip` it, or `keep` it, after the known keys.
   * @default "reject"
   */
  readonly unknownFields?: "reject" | "strip" | "keep" | undefined;
  /** The severities of rules, by code. */
  readonly rules?: RuleSettings | undefined;
  /**
   * What to do with defaults in the payload: write them (`explicit`), or leave a value out that equals its default (`omit`).
   * @default "explicit"
   */
  readonly defaults?: "explicit" | "omit" | undefined;
  /**
   * The most bytes of one input, counted as JSON text in UTF-8.
   * @default 10485760
   */
  readonly maxBytes?: number | undefined;
  /**
   * The language of the messages: `en`, `de`, `es`, `fr`, `pl` (`de-AT` falls back to `de`), or tags in the order of preference. An unknown language
   * falls back to English.
   * @default "en"
   */
  readonly language?: "en" | "de" | "es" | "fr" | "pl" | (string & {}) | readonly string[] | undefined;
}

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

/** The result of `validate`. */
export interface ValidationResult {
  /** Whether there are no errors, so that a payload can be built. Warnings do not count. */
  readonly valid: boolean;
  /** All issues in the order of the fields. At most 10,000 of parsing and 10,000 of validation are listed. */
  readonly issues: Issue[];
  /** The issues that prevent a payload. */
  readonly errors: Issue[];
  /** The issues that do not prevent a payload. */
  readonly warnings: Issue[];
  /** The number of issues that are not listed; normally 0. */
  readonly omitted: number;
}

/** The result of `buildPayload`: the request body, or all issues. With `defaults: "omit"`, the payload is a `SparseCasePayload`. */
export type BuildResult<Payload = CasePayload> = BuiltPayload<Payload> | BuildFailure;

/** The payload of a request without errors. */
export interface BuiltPayload<Payload = CasePayload> {
  readonly ok: true;
  /** The request body to send: compact JSON, the same bytes in every runtime. */
  readonly body: string;
  /**
   * The body as an object, parsed on first use. Integers that a JavaScript number cannot represent exactly are BigInts; in
   * free JSON (`input_details`) they are rounded, as JSON.parse does. `body` is exact.
   */
  readonly payload: Payload;
  /** The fields that were absent and have their default values. */
  readonly defaulted: DefaultedField[];
  /** Always empty: a request with an error has no payload. */
  readonly errors: [];
  /** Issues that do not prevent the payload. */
  readonly warnings: Issue[];
}

/** The issues of a request with errors. */
export interface BuildFailure {
  readonly ok: false;
  /** All errors and warnings in the order of the fields. */
  readonly issues: Issue[];
  /** The issues that prevent the payload. */
  readonly errors: Issue[];
  /** The issues that would not prevent the payload. */
  readonly warnings: Issue[];
  /** The number of issues that are not listed; normally 0. */
  readonly omitted: number;
}

/**
 * Copies a request and fills in `delete_after: -1` and `auto_start: true` where they are absent (or undefined).
 * The copy is shallow: nested objects are shared with the input. It does not validate: see `validate`.
 *
 * @throws TypeError when the input is not an object, or an option is invalid.
 */
export function applyDefaults<Input extends CaseInput>(input: Input, options?: CaseOptions): Input & CaseDefaults;
