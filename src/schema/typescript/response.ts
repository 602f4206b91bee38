/**
 * A case as the API answers it (201), and as the webhook brings it. Reading is tolerant: keys and values that are not
 * documented are kept as they came.
 */
export interface CaseResponse {
  id: number;
  customer: CaseResponseCustomer;
  note: string | null;
  /** The highest of the checks' scores. */
  risk_score: number | null;
  outcome: CaseOutcome | (string & {}) | null;
  is_complete: boolean;
  failed: boolean;
  /** RFC 3339. */
  created_at: string;
  /** RFC 3339. */
  updated_at: string;
  checks: CaseResponseCheck[];
  /** A request for information. */
  rfi: CaseResponseRfi | null;
  webhook_url?: string | null;
  /** Days until the case is deleted. */
  delete_after?: number;
  [key: string]: unknown;
}

/** The outcome of a case or of a check. */
export type CaseOutcome = "ACCEPTED" | "REJECTED" | "PENDING";

/** How far a check has come. */
export type CheckStatus = "PENDING" | "DECIDING" | "DECIDED" | "SUBMITTED" | "SKIPPED" | "ERROR";

/** The customer of a case, as the API answers it. */
export interface CaseResponseCustomer {
  id: number;
  full_name: string;
  external_id?: string | null;
  customer_type?: CustomerTypeName | (string & {}) | null;
  [key: string]: unknown;
}

/** A check of a case, as the API answers it. No key of it is promised. */
export interface CaseResponseCheck {
  id?: number;
  check_type?: CheckTypeName | (string & {}) | null;
  status?: CheckStatus | (string & {});
  risk_score?: number | null;
  title?: string | null;
  note?: string | null;
  reasoning?: unknown[] | null;
  outcome?: CaseOutcome | (string & {}) | null;
  input_details?: { [key: string]: unknown } | null;
  /** Days until the check is deleted. */
  delete_after?: number;
  /** RFC 3339. */
  created_at?: string;
  /** RFC 3339. */
  updated_at?: string;
  [key: string]: unknown;
}

/** A request for information. No key of it is promised. */
export interface CaseResponseRfi {
  title?: string | null;
  body?: string | null;
  details?: unknown;
  [key: string]: unknown;
}
