//! The relay: takes the requests of pages, checks them again, adds the credentials and maps the answers back.
//!
//! ```no_run
//! # async fn serve() -> Result<(), Box<dyn std::error::Error>> {
//! use sphinx_case::client::{Client, Credentials};
//! use sphinx_case::relay::{Relay, Settings};
//!
//! let client = Client::new(Credentials::client(std::env::var("SPHINX_CLIENT_ID")?, std::env::var("SPHINX_CLIENT_SECRET")?))?;
//! let relay = Relay::new(client, Settings::default().allow_host("cases.example.com"));
//! let app = axum::Router::new().merge(relay.router());
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//! axum::serve(listener, app).await?;
//! # Ok(()) }
//! ```
//!
//! It knows no users: **whoever may send it a request may create cases**. Put your own login before it.
//!
//! | | |
//! |---|---|
//! | `POST /cases/` | a request as JSON → 201 with the case, or a [problem](#problems) |
//! | `GET /cases/{id}` | a case that this relay created (the last 10,000), to watch it complete |
//! | `GET /cases/outcome` | what became of the request with this `Idempotency-Key`; asking never sends anything |
//! | `GET /relay` | `{"instance", "sandbox"}`: which relay this is, for pages |
//!
//! # Idempotency
//! The API has no idempotency keys, so the relay has: a request with the header `Idempotency-Key` is sent once. While it is
//! under way, and for ten minutes after, the same key gets the same answer, and the same key with another body is refused
//! (422). Only a request of which nothing was created is sent again when it comes again. Keys are kept in memory: a page
//! that sends `Relay-Instance` (from `GET /relay`) gets 409 from a relay that was started since, instead of a second case.
//! What was begun is finished, and remembered, even when the page goes away.
//!
//! # Problems
//! Everything but success is `application/problem+json` (RFC 9457). `mapServerErrors(status, body)` of the npm package and
//! [`crate::map_server_errors`] make issues of it, at their fields. The `type` is `urn:sphinx-case:relay:` and a name:
//!
//! | name | status | |
//! |---|---|---|
//! | `invalid-request` | 422 | the core found errors: `errors` with `pointer`, `code`, `detail` |
//! | `rejected` | 400 | the API did: the same, in its words |
//! | `rate-limited` | 503 | the API takes no more for now; nothing was created; `Retry-After` |
//! | `never-sent`, `credentials-refused`, `not-the-api` | 502 | nothing was created |
//! | `outcome-unknown` | 504 | the case may exist: look at the list of cases before sending again |
//! | `under-way` | 504 | there is no answer yet: ask for the outcome of the key |
//! | `api-failed` | 502 | a case could not be read |
//! | `too-many-requests` | 429 | this relay's own limit; nothing was sent; `Retry-After` |
//! | `foreign-origin`, `foreign-host` | 403, 421 | the request is of a page of somebody else's |
//! | `not-json`, `too-large`, `too-slow`, `broken-body` | 415, 413, 408, 400 | the body |
//! | `bad-key`, `key-reused`, `unknown-key`, `other-instance` | 400, 422, 404, 409 | the `Idempotency-Key` |
//! | `bad-query`, `not-found`, `not-allowed`, `busy` | 400, 404, 405, 503 | |
//!
//! No answer holds the API's words about credentials, and none is a 401: the credentials are not the browser's.

mod body;
mod create;
mod guard;
mod headers;
mod listen;
mod memory;
mod outcome;
mod problem;
mod rate;
mod settings;
mod watch;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, Uri};
use axum::routing::{get, post};
use tokio::sync::Semaphore;

use crate::client::Client;
pub use headers::{PAGE_POLICY, secure};
pub use listen::serve;
pub use settings::Settings;

/// So many requests are sent to the API at once; others wait.
const SENT_AT_ONCE: u32 = 32;

/// A relay. Clones share what it remembers.
#[derive(Debug, Clone)]
pub struct Relay {
    shared: Arc<Shared>,
}

/// What all handlers share.
#[derive(Debug)]
struct Shared {
    client: Client,
    settings: Settings,
    /// Tells this relay from the one that ran here before, which remembered other keys.
    instance: String,
    memory: memory::Memory,
    creating: rate::Bucket,
    asking: rate::Bucket,
    sending: Semaphore,
}

impl Relay {
    /// A relay that sends with this client.
    #[must_use]
    pub fn new(client: Client, settings: Settings) -> Self {
        let shared = Shared {
            client,
            instance: format!("{:016x}", fastrand::u64(..)),
            memory: memory::Memory::default(),
            creating: rate::Bucket::new(settings.burst, settings.per_second),
            // Asking costs little, and watching a case takes many questions.
            asking: rate::Bucket::new(settings.burst.saturating_mul(10), settings.per_second * 10.0),
            sending: Semaphore::new(SENT_AT_ONCE as usize),
            settings,
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Its routes, behind its guards. It can be merged or nested anywhere.
    pub fn router(&self) -> Router {
        let routes = Router::new()
            .route("/cases/", post(create::create).fallback(problem::not_allowed))
            .route("/cases/outcome", get(watch::outcome).fallback(problem::not_allowed))
            .route("/cases/{id}", get(watch::case).fallback(problem::not_allowed))
            .route("/relay", get(watch::facts).fallback(problem::not_allowed))
            .with_state(Arc::clone(&self.shared));
        self.guarded(routes)
    }

    /// Puts routes of one's own behind the same guards: foreign hosts and foreign pages are refused, and answers have the
    /// headers of the relay's own.
    pub fn guarded(&self, routes: Router) -> Router {
        let shared = Arc::clone(&self.shared);
        routes.layer(axum::middleware::from_fn_with_state(shared, guard::guard))
    }

    /// Whether a request is for one of the hosts that are allowed. One that is not comes from a page whose name was made
    /// to point here.
    #[must_use]
    pub fn admits_host(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        guard::host(&self.shared.settings, uri, headers).is_some()
    }

    /// Waits until nothing is being sent any more: what is cut off has an unknown outcome.
    pub async fn settled(&self) {
        // It is never closed, so this cannot fail.
        let _ = self.shared.sending.acquire_many(SENT_AT_ONCE).await;
    }
}
