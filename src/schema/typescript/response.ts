/**
 * A case: the response to a create request (201), and the body of the webhook. Reading is tolerant: members and values that are
 * not documented are kept unchanged. See `readCase`.
 */
export interface CaseResponse {
  /** A BigInt if a number cannot represent it exactly. */
  id: number | bigint;
  customer: CaseResponseCustomer;
  note: string | null;
  /** The highest risk score of the checks. */
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
  /** The member of the organization to whom the case is assigned; in newer revisions of the API. */
  assignee?: string | null;
  /** Details of the case; in newer revisions of the API. */
  metadata?: { [key: string]: unknown } | null;
  /** The references to the case in other systems; in newer revisions of the API. */
  sync_platforms?: CaseResponseSyncPlatform[];
  /** The ID of the case in your own system; in newer revisions of the API. */
  external_id?: string;
  [key: string]: unknown;
}

/** A reference to a case in another system. */
export interface CaseResponseSyncPlatform {
  domain?: string;
  id?: string;
  [key: string]: unknown;
}

/** The outcome of a case or of a check. */
export type CaseOutcome = "ACCEPTED" | "REJECTED" | "PENDING";

/** The status of a check. */
export type CheckStatus = "PENDING" | "DECIDING" | "DECIDED" | "SUBMITTED" | "SKIPPED" | "ERROR";

/** The customer of a case. */
export interface CaseResponseCustomer {
  id: number | bigint;
  full_name: string;
  external_id?: string | null;
  customer_type?: CustomerTypeName | (string & {}) | null;
  [key: string]: unknown;
}

/** A check of a case. The API guarantees none of its members. */
export interface CaseResponseCheck {
  id?: number | bigint;
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

/** A request for information. The API guarantees none of its members. */
export interface CaseResponseRfi {
  title?: string | null;
  body?: string | null;
  details?: unknown;
  [key: string]: unknown;
}
