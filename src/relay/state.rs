//! The state of a relay, shared by its clones and requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::{RwLock, RwLockReadGuard, Semaphore, SemaphorePermit};
use tracing::error;

use super::RelayOptions;
#[cfg(feature = "postgres")]
use super::keys::PostgresKeys;
use super::keys::{Keys, MemoryKeys};
use super::rate::RateLimiter;
use crate::client::Client;

/// The maximum number of concurrent requests to the API. Further ones wait.
const MAX_CONCURRENT_REQUESTS: usize = 32;

/// The state of a relay.
#[derive(Debug)]
pub(super) struct RelayState {
    pub client: Client,
    pub options: RelayOptions,
    pub keys: Arc<dyn Keys>,
    pub create_limit: RateLimiter,
    pub read_limit: RateLimiter,
    permits: Semaphore,
    /// Whether the API has returned a created case without the external ID that was sent.
    ignores_external_ids: AtomicBool,
    /// Each request to the API reads this lock until its result is stored.
    in_progress: RwLock<()>,
}

impl RelayState {
    pub fn new(client: Client, options: RelayOptions) -> Self {
        Self {
            keys: keys(&client, &options),
            client,
            create_limit: RateLimiter::new(options.burst, options.per_second),
            // Reading is cheap, and following the progress of a case takes many requests.
            read_limit: RateLimiter::new(options.burst.saturating_mul(10), options.per_second * 10.0),
            permits: Semaphore::new(MAX_CONCURRENT_REQUESTS),
            ignores_external_ids: AtomicBool::new(false),
            in_progress: RwLock::default(),
            options,
        }
    }

    /// Waits until a request to the API can be sent. The semaphore is never closed, so there is always a permit.
    pub async fn permit(&self) -> Option<SemaphorePermit<'_>> {
        self.permits.acquire().await.ok()
    }

    /// Whether cases are created exactly once.
    pub fn is_exactly_once(&self) -> bool {
        self.options.exactly_once && !self.ignores_external_ids.load(Ordering::Relaxed)
    }

    /// A created case came back without its external ID: sending a request again would create another case.
    pub fn end_exactly_once(&self) {
        self.ignores_external_ids.store(true, Ordering::Relaxed);
        error!("the API ignores external_id, so requests with an unknown outcome are not sent again from now on");
    }

    /// Keeps [`Self::drain`] waiting.
    pub async fn begin(&self) -> RwLockReadGuard<'_, ()> {
        self.in_progress.read().await
    }

    /// Waits until no request to the API is in progress, and all results are stored.
    pub async fn drain(&self) {
        drop(self.in_progress.write().await);
    }
}

/// The keys of a relay: in a database, or otherwise in memory.
#[cfg_attr(not(feature = "postgres"), allow(unused_variables))]
fn keys(client: &Client, options: &RelayOptions) -> Arc<dyn Keys> {
    #[cfg(feature = "postgres")]
    if let Some(shared) = &options.keys {
        return Arc::new(PostgresKeys::new(shared.clone(), client.base_url()));
    }
    Arc::new(MemoryKeys::new(options.exactly_once))
}
