//! How a relay behaves: whom it listens to, and how much it takes.

use std::time::Duration;

use crate::options::Options;

/// The smallest limit of a body.
const LEAST_BODY: usize = 64 * 1024;
/// The largest limit of a body.
const MOST_BODY: usize = 1024 * 1024;

/// How a relay behaves.
#[derive(Debug, Clone)]
#[must_use]
pub struct Settings {
    pub(super) hosts: Vec<String>,
    pub(super) origins: Vec<String>,
    pub(super) max_body: usize,
    pub(super) body_timeout: Duration,
    pub(super) patience: Duration,
    pub(super) burst: u32,
    pub(super) per_second: f64,
    pub(super) options: Options,
    pub(super) page_options: bool,
    pub(super) sandbox: bool,
}

impl Default for Settings {
    /// Only loopback hosts, only pages of the same origin, 512 KiB, 10 seconds for a body and 60 for an answer, 20 requests at
    /// once and then one a second.
    fn default() -> Self {
        Self {
            hosts: ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned).to_vec(),
            origins: Vec::new(),
            max_body: 512 * 1024,
            body_timeout: Duration::from_secs(10),
            patience: Duration::from_secs(60),
            burst: 20,
            per_second: 1.0,
            options: Options::default(),
            page_options: false,
            sandbox: false,
        }
    }
}

impl Settings {
    /// Takes requests for this host too: a name without a port, or an address (IPv6 in brackets). Loopback hosts are
    /// always taken.
    pub fn allow_host(mut self, host: impl AsRef<str>) -> Self {
        self.hosts.push(host.as_ref().to_ascii_lowercase());
        self
    }

    /// Takes requests of pages of this origin too, as in `https://app.example.com`, and lets them read the answers. Behind a
    /// proxy that changes the `Host`, this is the origin that the browser sees.
    pub fn allow_origin(mut self, origin: impl AsRef<str>) -> Self {
        self.origins
            .push(origin.as_ref().trim_end_matches('/').to_ascii_lowercase());
        self
    }

    /// The most bytes of a body, from 64 KiB to 1 MiB (a limit beyond is set to the nearer of them). 512 KiB unless set: a
    /// form of this project's page holds 150,000 UTF-16 units, which are at most 450,000 bytes. The limit of the options
    /// ([`Options::max_bytes`]) counts too.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes.clamp(LEAST_BODY, MOST_BODY);
        self
    }

    /// How long a body may take to come: 10 seconds unless set.
    pub fn body_timeout(mut self, limit: Duration) -> Self {
        self.body_timeout = limit;
        self
    }

    /// How long a page waits for an answer of the API: 60 seconds unless set. After that it is told that the request is under
    /// way; it is not broken off.
    pub fn patience(mut self, limit: Duration) -> Self {
        self.patience = limit;
        self
    }

    /// How many requests are taken: so many at once, and then so many a second. Asking for cases and outcomes is counted
    /// apart, with ten times as many.
    pub fn rate(mut self, burst: u32, per_second: f64) -> Self {
        self.burst = burst.max(1);
        self.per_second = if per_second.is_finite() {
            per_second.max(0.001)
        } else {
            1_000_000.0
        };
        self
    }

    /// How requests are checked and built.
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Lets a page say what happens to unknown fields and to defaults, for each request: `POST
    /// /cases/?unknown_fields=keep&defaults=omit`. Otherwise a query is refused.
    pub fn page_options(mut self, allowed: bool) -> Self {
        self.page_options = allowed;
        self
    }

    /// Tells pages that the API is a sandbox.
    pub fn sandbox(mut self, is_sandbox: bool) -> Self {
        self.sandbox = is_sandbox;
        self
    }
}
