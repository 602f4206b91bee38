//! Options of a relay.

use std::time::Duration;

#[cfg(feature = "postgres")]
use super::keys::SharedKeys;
use crate::options::Options;

const MIN_BODY_BYTES: usize = 64 * 1024;
const MAX_BODY_BYTES: usize = 1024 * 1024;

/// Options of a [`Relay`](super::Relay).
///
/// ```
/// use std::time::Duration;
/// use sphinx_case::relay::RelayOptions;
///
/// let options = RelayOptions::default()
///     .with_allowed_host("cases.example.com")
///     .with_allowed_origin("https://app.example.com")
///     .with_response_timeout(Duration::from_secs(30))
///     .with_rate_limit(50, 5.0);
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct RelayOptions {
    pub(super) hosts: Vec<String>,
    pub(super) origins: Vec<String>,
    pub(super) max_body_bytes: usize,
    pub(super) body_timeout: Duration,
    pub(super) response_timeout: Duration,
    pub(super) burst: u32,
    pub(super) per_second: f64,
    pub(super) request_options: Options,
    pub(super) page_options: bool,
    pub(super) exactly_once: bool,
    pub(super) sandbox: bool,
    #[cfg(feature = "postgres")]
    pub(super) keys: Option<SharedKeys>,
}

impl Default for RelayOptions {
    fn default() -> Self {
        Self {
            hosts: ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned).to_vec(),
            origins: Vec::new(),
            max_body_bytes: 512 * 1024,
            body_timeout: Duration::from_secs(10),
            response_timeout: Duration::from_secs(60),
            burst: 20,
            per_second: 1.0,
            request_options: Options::default(),
            page_options: false,
            exactly_once: false,
            sandbox: false,
            #[cfg(feature = "postgres")]
            keys: None,
        }
    }
}

impl RelayOptions {
    /// Also accepts requests for this host: a name without a port, or an address (IPv6 in brackets). Default: only
    /// `localhost`, `127.0.0.1` and `[::1]`, which are always accepted. Can be called several times.
    pub fn with_allowed_host(mut self, host: impl AsRef<str>) -> Self {
        self.hosts.push(host.as_ref().to_ascii_lowercase());
        self
    }

    /// Also accepts requests from pages of this origin, as in `https://app.example.com`, and lets them read the responses.
    /// Default: only pages of the same origin. Behind a proxy that changes the `Host`, this is the origin that the browser
    /// uses. Can be called several times.
    pub fn with_allowed_origin(mut self, origin: impl AsRef<str>) -> Self {
        self.origins
            .push(origin.as_ref().trim_end_matches('/').to_ascii_lowercase());
        self
    }

    /// The maximum size of a request body, from 64 KiB to 1 MiB; other values are set to the nearest of these. Default:
    /// 512 KiB, because a form of the page holds up to 150,000 UTF-16 code units, which are up to 450,000 bytes. The limit of
    /// the request options ([`Options::max_bytes`]) also applies.
    pub fn with_max_body_bytes(mut self, bytes: usize) -> Self {
        self.max_body_bytes = bytes.clamp(MIN_BODY_BYTES, MAX_BODY_BYTES);
        self
    }

    /// The maximum time until a request body is received. Default: 10 seconds.
    pub fn with_body_timeout(mut self, timeout: Duration) -> Self {
        self.body_timeout = timeout;
        self
    }

    /// The maximum time until a page gets a response. Default: 60 seconds. After that the response is the problem
    /// `under-way`, and the request to the API continues.
    pub fn with_response_timeout(mut self, timeout: Duration) -> Self {
        self.response_timeout = timeout;
        self
    }

    /// The maximum number of requests to create a case: `burst` at once, and then `per_second`. Default: 20 and 1. Requests
    /// for cases and outcomes have a limit of their own, which is ten times as high.
    pub fn with_rate_limit(mut self, burst: u32, per_second: f64) -> Self {
        self.burst = burst.max(1);
        self.per_second = if per_second.is_finite() {
            per_second.max(0.001)
        } else {
            1_000_000.0
        };
        self
    }

    /// How requests are validated and payloads are built. Default: [`Options::default`].
    pub fn with_request_options(mut self, options: Options) -> Self {
        self.request_options = options;
        self
    }

    /// Whether a page can choose an earlier revision than that of the request options, and how its request treats unknown fields
    /// and defaults, as in `POST /cases/?revision=reference&unknown_fields=keep&defaults=omit`. Default: false, so a query is
    /// rejected.
    pub fn with_page_options(mut self, allowed: bool) -> Self {
        self.page_options = allowed;
        self
    }

    /// Whether unknown outcomes are settled by sending requests again. A request with an idempotency key and without an `external_id`
    /// then gets one, which is derived from the key and the body, so that any relay gives it the same one at any time, also after a
    /// restart and when the key has expired. A request with an `external_id` is sent until its outcome is known or the client gives
    /// up; then the problem `outcome-unknown` has the member `repeatable`, and the same request with the same key is sent again.
    ///
    /// Default: false. Only requests whose revision is [`Newest`](crate::Revision::Newest) can have an `external_id`; others are sent as
    /// without this option. Keys must be unique for good, as UUIDs are: a key that is used again with the same body returns the first
    /// case. If the API ignores the field, each attempt creates a case; when a created case comes back without it, the relay
    /// logs an error and sends nothing again from then on.
    pub fn with_exactly_once(mut self, exactly_once: bool) -> Self {
        self.exactly_once = exactly_once;
        self
    }

    /// Keeps idempotency keys in a database that several relays share. Default: in memory, for one relay until it ends.
    ///
    /// ```no_run
    /// # async fn connect() -> Result<(), sphinx_case::postgres::Error> {
    /// use sphinx_case::relay::{RelayOptions, SharedKeys};
    ///
    /// let keys = SharedKeys::connect("postgres://relay@db.example.com/relay").await?;
    /// let options = RelayOptions::default().with_keys(keys);
    /// # Ok(()) }
    /// ```
    #[cfg(feature = "postgres")]
    pub fn with_keys(mut self, keys: SharedKeys) -> Self {
        self.keys = Some(keys);
        self
    }

    /// Whether pages are informed that the API is a sandbox. Default: false.
    pub fn with_sandbox(mut self, is_sandbox: bool) -> Self {
        self.sandbox = is_sandbox;
        self
    }
}
