//! What a sandbox knows of itself: counts, received cases, delivered webhooks.

use std::collections::BTreeMap;

use serde::Serialize;

/// What has happened since the sandbox was opened, and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
#[non_exhaustive]
pub struct Facts {
    /// Requests to the API since the sandbox was opened, whatever became of them.
    pub requests: u64,
    /// Those of them that were to create a case.
    pub create_requests: u64,
    /// Cases in the store.
    pub cases: u64,
    /// Those of them that were started.
    pub started: u64,
    /// Customers in the store.
    pub customers: u64,
    /// Tokens that are good now.
    pub tokens: u64,
    /// How often each fault was done since the sandbox was opened, by name.
    pub faults_done: BTreeMap<&'static str, u64>,
    /// The faults that are set, as text.
    pub faults: String,
    /// What the next requests that create a case do, the first first, as text.
    pub next: Vec<String>,
    /// Webhooks in the store, by what became of them.
    pub webhooks: Webhooks,
}

/// How many webhooks there were, by what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[non_exhaustive]
pub struct Webhooks {
    /// Answered with a status from 200 to 299.
    pub delivered: u64,
    /// Not called, because the address is not on this machine.
    pub refused: u64,
    /// Called, and not answered with a status from 200 to 299.
    pub failed: u64,
}

/// A case as it was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReceivedCase {
    /// The ID of the case.
    pub id: i64,
    /// When it was created, in RFC 3339.
    pub created_at: String,
    /// The number of its customer.
    pub customer_id: i64,
    /// The `X-Request-Id` of the request that created it.
    pub request_id: String,
    /// The body of that request, byte for byte.
    pub body: String,
}

/// What became of one webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Delivery {
    /// The number of the case that completed.
    pub case_id: i64,
    /// The address that was to be called.
    pub url: String,
    /// When that was, in RFC 3339.
    pub at: String,
    /// What became of it.
    pub result: DeliveryResult,
    /// The status that was answered, if one was.
    pub status: Option<u16>,
    /// Why it was refused or failed.
    pub error: Option<String>,
}

/// What became of a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DeliveryResult {
    /// Answered with a status from 200 to 299.
    Delivered,
    /// Not called, because the address is not on this machine.
    Refused,
    /// Called, and not answered with a status from 200 to 299.
    Failed,
}

impl DeliveryResult {
    pub(super) const ALL: &[Self] = &[Self::Delivered, Self::Refused, Self::Failed];

    /// Its name, as in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}
