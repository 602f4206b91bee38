//! Idempotency keys and the status of their requests, and the cases that were created: all that a relay remembers.

mod memory;
#[cfg(feature = "postgres")]
mod postgres;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

pub(super) use memory::MemoryKeys;
#[cfg(feature = "postgres")]
pub(super) use postgres::PostgresKeys;
#[cfg(feature = "postgres")]
pub use postgres::SharedKeys;

use axum::http::StatusCode;
use sha2::{Digest, Sha256};

use super::problem_details::ProblemDetails;
use super::status::RequestStatus;
use crate::draft::ExternalId;
use crate::server_errors::OUTCOME_UNKNOWN;

/// How the instance of keys in memory ends if cases are created exactly once, so that the next relay knows it when these keys are lost.
pub(super) const EXACTLY_ONCE: &str = "-once";

/// The problem of the relay that it cannot claim a key.
const KEYS_UNAVAILABLE: &str = "keys-unavailable";

/// When a page can try again after a problem of the keys.
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// How long a key is kept after its request was received. A request in progress keeps its key longer.
const LIFETIME: Duration = Duration::from_secs(600);

/// The keys of a relay, or of several.
///
/// A claim contains only data, no channel to the task that sends the request, so that the keys can be outside of this process.
pub(super) trait Keys: fmt::Debug + Send + Sync {
    /// Distinguishes these keys from others. A relay with other keys may have sent a request that is not known here.
    fn instance(&self) -> &str;

    /// Claims a key for a request. Its status is then [`RequestStatus::InProgress`]. If the request is repeatable, as its earlier
    /// attempts were, it is claimed again when their outcome is unknown.
    fn claim<'a>(&'a self, key: &'a RequestKey, is_repeatable: bool) -> Answer<'a, Claim>;

    /// How often a claim must be renewed while its request is in progress. If the relay ends without it, the outcome is unknown.
    fn renewal_interval(&self) -> Duration;

    /// Renews a claim.
    fn renew<'a>(&'a self, claimed: &'a Claimed) -> Answer<'a, ()>;

    /// Stores the final status of a request. Can be repeated.
    fn finish<'a>(&'a self, claimed: &'a Claimed, status: &'a RequestStatus) -> Answer<'a, ()>;

    /// Waits until the request with a key has finished; `None` if there is none.
    fn final_status<'a>(&'a self, key: &'a str) -> Answer<'a, Option<RequestStatus>>;

    /// Stores the ID of a case that was created.
    fn add_case(&self, id: i64) -> Answer<'_, ()>;

    /// Whether a case was created by a relay with these keys. Pages can read only these.
    fn has_case(&self, id: i64) -> Answer<'_, bool>;
}

/// What a method of [`Keys`] returns.
pub(super) type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Unavailable>> + Send + 'a>>;

/// The keys cannot be read or written now. [`MemoryKeys`] always can.
#[derive(Debug)]
pub(super) struct Unavailable;

impl Unavailable {
    /// The problem of a request that was not sent.
    pub fn not_sent(self) -> ProblemDetails {
        ProblemDetails::new(
            StatusCode::SERVICE_UNAVAILABLE,
            KEYS_UNAVAILABLE,
            "This server cannot use its idempotency keys.",
            "The database of this server is not available. Nothing was sent to the API now. If you have sent this request before with \
             this Idempotency-Key, request its outcome later instead of using a new key.",
        )
        .with_retry_after(RETRY_AFTER)
    }

    /// The problem that an outcome cannot be read.
    pub fn outcome_unknown(self) -> ProblemDetails {
        ProblemDetails::new(
            StatusCode::SERVICE_UNAVAILABLE,
            OUTCOME_UNKNOWN,
            "The outcome cannot be read.",
            "The database of this server is not available. Nothing was sent to the API now. Request the outcome again later.",
        )
        .with_retry_after(RETRY_AFTER)
    }
}

/// A key, and the request that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RequestKey {
    pub text: String,
    /// The SHA-256 of key and body. The body contains personal data, so it is not kept. With the key in it, equal bodies of two requests
    /// have different hashes.
    hash: [u8; 32],
}

impl RequestKey {
    pub fn new(key: &str, body: &str) -> Self {
        let hash = Sha256::new().chain_update(key).chain_update([0]).chain_update(body);
        Self {
            text: key.to_owned(),
            hash: hash.finalize().into(),
        }
    }

    /// An external ID that the request has at each relay, at any time.
    pub fn external_id(&self) -> ExternalId {
        let mut bytes = [0; 16];
        bytes
            .iter_mut()
            .zip(self.hash)
            .for_each(|(byte, of_hash)| *byte = of_hash);
        ExternalId::of_bytes(bytes)
    }
}

/// The result of claiming a key for a request.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// The caller must send the request, and then call [`Keys::finish`].
    Send(Claimed),
    /// The request was sent before or is in progress.
    Known,
    /// The key belongs to another request.
    OtherBody,
    /// There are too many keys.
    Full,
}

/// A key that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claimed {
    key: String,
    /// Distinguishes this claim from others of the same key.
    number: i64,
    /// Whether an earlier attempt may have created the case.
    pub may_exist: bool,
}
