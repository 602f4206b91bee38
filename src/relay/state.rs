//! The state of a relay, shared by its clones and requests.

use tokio::sync::{Semaphore, SemaphorePermit};

use super::RelayOptions;
use super::cases::CreatedCases;
use super::keys::Keys;
use super::rate::RateLimiter;
use crate::client::Client;

/// The maximum number of concurrent requests to the API. Further ones wait.
const MAX_CONCURRENT_REQUESTS: u32 = 32;

/// The state of a relay.
#[derive(Debug)]
pub(super) struct RelayState {
    pub client: Client,
    pub options: RelayOptions,
    /// Distinguishes this relay from one that ran before on the same address, and had other keys.
    pub instance: String,
    pub keys: Keys,
    pub cases: CreatedCases,
    pub create_limit: RateLimiter,
    pub read_limit: RateLimiter,
    permits: Semaphore,
}

impl RelayState {
    pub fn new(client: Client, options: RelayOptions) -> Self {
        Self {
            client,
            instance: format!("{:016x}", fastrand::u64(..)),
            keys: Keys::default(),
            cases: CreatedCases::default(),
            create_limit: RateLimiter::new(options.burst, options.per_second),
            // Reading is cheap, and following the progress of a case takes many requests.
            read_limit: RateLimiter::new(options.burst.saturating_mul(10), options.per_second * 10.0),
            permits: Semaphore::new(MAX_CONCURRENT_REQUESTS as usize),
            options,
        }
    }

    /// Waits until a request to the API can be sent. The semaphore is never closed, so there is always a permit.
    pub async fn permit(&self) -> Option<SemaphorePermit<'_>> {
        self.permits.acquire().await.ok()
    }

    /// Waits until no request to the API is in progress.
    pub async fn drain(&self) {
        drop(self.permits.acquire_many(MAX_CONCURRENT_REQUESTS).await);
    }
}
