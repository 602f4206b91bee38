//! What a sandbox reports: counts, received cases and the results of webhooks.

use std::collections::BTreeMap;

use serde::Serialize;

/// Counts since a sandbox was created, and its current faults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
#[non_exhaustive]
pub struct SandboxStatus {
    /// Requests to the API, whatever their result.
    pub requests: u64,
    /// Requests to create a case, included in `requests`.
    pub create_requests: u64,
    /// Cases.
    pub cases: u64,
    /// Started cases, included in `cases`.
    pub started: u64,
    /// Customers.
    pub customers: u64,
    /// Valid tokens.
    pub tokens: u64,
    /// How often each fault occurred, by its name.
    pub faults_done: BTreeMap<&'static str, u64>,
    /// The current [`Faults`](super::Faults), as text.
    pub faults: String,
    /// The queued faults of the next requests that create a case, as text.
    pub next: Vec<String>,
    /// Webhooks by result.
    pub webhooks: WebhookCounts,
}

/// How many webhooks had each [`DeliveryResult`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[non_exhaustive]
pub struct WebhookCounts {
    /// [`DeliveryResult::Delivered`].
    pub delivered: u64,
    /// [`DeliveryResult::Refused`].
    pub refused: u64,
    /// [`DeliveryResult::Failed`].
    pub failed: u64,
}

/// A case as it was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReceivedCase {
    /// The ID of the case.
    pub id: i64,
    /// The time of creation (RFC 3339).
    pub created_at: String,
    /// The ID of its customer.
    pub customer_id: i64,
    /// The `X-Request-Id` of the request that created it.
    pub request_id: String,
    /// The body of that request, byte for byte.
    pub body: String,
}

/// The result of one webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Delivery {
    /// The ID of the complete case.
    pub case_id: i64,
    /// The webhook URL.
    pub url: String,
    /// The time of the call (RFC 3339).
    pub at: String,
    /// The result.
    pub result: DeliveryResult,
    /// The HTTP status of the response, if there was one.
    pub status: Option<u16>,
    /// Why the call was refused or failed without a response.
    pub error: Option<String>,
}

/// The result of a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DeliveryResult {
    /// The response had a status from 200 to 299.
    Delivered,
    /// Not called, because the URL is not on this machine.
    Refused,
    /// No response, or one with another status.
    Failed,
}
