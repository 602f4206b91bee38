//! The relay: receives the requests of pages, validates them again, adds the credentials, sends them to the API and returns
//! the result.
//!
//! ```no_run
//! # async fn serve() -> Result<(), Box<dyn std::error::Error>> {
//! use sphinx_case::client::{Client, Credentials};
//! use sphinx_case::relay::{Relay, RelayOptions};
//!
//! let client = Client::new(Credentials::client(std::env::var("SPHINX_CLIENT_ID")?, std::env::var("SPHINX_CLIENT_SECRET")?))?;
//! let relay = Relay::new(client, RelayOptions::default().with_allowed_host("cases.example.com"));
//! let app = axum::Router::new().merge(relay.router());
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//! axum::serve(listener, app).await?;
//! # Ok(()) }
//! ```
//!
//! It has no authentication: **anyone who can reach it can create cases**. Put it behind your own.
//!
//! | request | |
//! |---|---|
//! | `POST /cases/` | creates a case from a JSON request: 201 with the case, or a [problem](#problems) |
//! | `GET /cases/{id}` | returns a case that this relay created (the last 10,000; with shared keys, those of 30 days), to follow its progress |
//! | `GET /cases/outcome` | returns the outcome of the request with this `Idempotency-Key`, and sends nothing |
//! | `GET /relay` | returns `{"instance", "sandbox", "revision"}`: which relay this is, and the latest revision of the API that it accepts |
//!
//! # Idempotency
//! The API has no idempotency keys, but the relay has: a request with the header `Idempotency-Key` is sent only once. While
//! it is in progress, and for ten minutes after it was received, requests with the same key get the same response; the same
//! key with another body is rejected (422). Only a request that certainly created no case is sent again when it is repeated.
//! Keys are kept in memory: a page that sends `Relay-Instance` (from `GET /relay`) gets 409 from a relay that has been
//! restarted, instead of a second case. Several relays, also restarted ones, share their keys in PostgreSQL with
//! `RelayOptions::with_keys` (feature `postgres`); the instance is then that of the database. If a relay ends while it sends a request, the
//! others report that the outcome is unknown, and never send it again. A request is completed, and its outcome is kept, even if the page disconnects.
//!
//! With [`RelayOptions::with_exactly_once`] and a revision of the API with `external_id`, no outcome has to stay unknown: after the
//! problem `outcome-unknown` with the member `"repeatable": true`, the same request with the same key is sent again, and there is one case
//! in the end, also after a restart (`other-instance` is then repeatable, too). A request that waits for another relay is sent when that
//! one ends. If a request has an `external_id` of its own and there is a case with it and other values, the request is `rejected`; after
//! an attempt without a response, its outcome stays unknown.
//!
//! # Problems
//! Every response without success is `application/problem+json` (RFC 9457). `mapServerErrors(status, body)` of the npm
//! package and [`crate::map_server_errors`] convert it to issues at their fields. The `type` is `urn:sphinx-case:relay:` and
//! a name:
//!
//! | name | status | meaning |
//! |---|---|---|
//! | `invalid-request` | 422 | the request has validation errors: `errors` with `pointer`, `code`, `detail` |
//! | `rejected` | 400 | the API rejected the request: the same, with the messages of the API |
//! | `rate-limited` | 503 | the API is limiting requests; no case was created; `Retry-After` |
//! | `never-sent`, `credentials-refused`, `not-the-api` | 502 | no case was created |
//! | `outcome-unknown` | 504 | the case may exist: look at the list of cases before sending again, unless the problem has `"repeatable": true` |
//! | `under-way` | 504 | there is no response yet: request the outcome of the key |
//! | `api-failed` | 502, 504 | the API did not return a case that exists |
//! | `too-many-requests` | 429 | the limit of this relay; nothing was sent; `Retry-After` |
//! | `foreign-origin`, `foreign-host` | 403, 421 | the request comes from a page of another site |
//! | `not-json`, `too-large`, `too-slow`, `broken-body` | 415, 413, 408, 400 | the request body |
//! | `keys-unavailable` | 503 | the database with the keys is not available; nothing was sent now; `Retry-After` |
//! | `bad-key`, `key-reused`, `unknown-key`, `other-instance` | 400, 422, 404, 409 | the `Idempotency-Key` |
//! | `bad-query`, `not-found`, `not-allowed`, `busy` | 400, 404, 405, 503 | |
//!
//! No response contains what the API says about credentials, and none has status 401: the credentials are not those of the
//! browser.

mod access;
mod body;
mod cases;
mod client_problem;
mod create;
mod headers;
mod keys;
mod options;
mod outgoing;
mod problem_details;
mod rate;
mod read;
mod request;
mod sending;
mod serve;
mod state;
mod status;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, Uri};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::client::Client;
pub use headers::{PAGE_POLICY, add_page_headers};
#[cfg(feature = "postgres")]
pub use keys::SharedKeys;
pub use options::RelayOptions;
use problem_details::method_not_allowed;
pub use serve::serve;
use state::RelayState;

/// A relay. Clones share its keys, cases and limits.
#[derive(Debug, Clone)]
pub struct Relay {
    state: Arc<RelayState>,
}

impl Relay {
    /// A relay that sends requests with a client.
    #[must_use]
    pub fn new(client: Client, options: RelayOptions) -> Self {
        Self {
            state: Arc::new(RelayState::new(client, options)),
        }
    }

    /// The routes of the relay, with its [protection](Self::protect). The router can be merged or nested.
    pub fn router(&self) -> Router {
        let routes = Router::new()
            .route("/cases/", post(create::create).fallback(method_not_allowed))
            .route("/cases/outcome", get(read::outcome).fallback(method_not_allowed))
            .route("/cases/{id}", get(read::case).fallback(method_not_allowed))
            .route("/relay", get(read::relay).fallback(method_not_allowed))
            .with_state(Arc::clone(&self.state));
        self.protect(routes)
    }

    /// Protects your own routes like those of the relay: requests for other hosts and from pages of other origins are
    /// rejected, and responses have the same security headers.
    pub fn protect(&self, routes: Router) -> Router {
        routes.layer(from_fn_with_state(Arc::clone(&self.state), access::control_access))
    }

    /// Whether a request is for an allowed host. If not, it probably comes from a page whose domain was made to resolve to
    /// this server (DNS rebinding).
    #[must_use]
    pub fn allows_host(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        access::allowed_host(&self.state.options, uri, headers).is_some()
    }

    /// Waits until no request to the API is in progress. A request that is aborted has an unknown outcome.
    pub async fn drain(&self) {
        self.state.drain().await;
    }
}
