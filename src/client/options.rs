//! Options of a client.

use std::time::Duration;

use reqwest::Certificate;

use super::base_url::BaseUrl;
use super::error::{InvalidClientOptions, with_causes};
use super::proxy;
use super::retry::RetryPolicy;

/// The base URL of the API, as stated on its reference page.
pub const DEFAULT_BASE_URL: &str = "https://app.sphinxhq.com";

/// How long an unused connection is kept. Decision: a short time, because a request on a connection that the server is
/// closing may or may not arrive, and cannot be sent again. gunicorn, for example, closes connections after two seconds.
const IDLE_TIMEOUT: Duration = Duration::from_secs(1);

/// Options of a [`Client`](super::Client).
///
/// ```
/// use std::time::Duration;
/// use sphinx_case::client::{Client, ClientOptions, Credentials};
///
/// let options = ClientOptions::default()
///     .with_base_url("https://gateway.example/sphinx")
///     .with_user_agent("onboarding/2.1")
///     .with_timeout(Duration::from_secs(120));
/// let client = Client::with_options(Credentials::token("my-token"), options)?;
/// assert_eq!(client.base_url(), "https://gateway.example/sphinx");
/// # Ok::<(), sphinx_case::client::InvalidClientOptions>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct ClientOptions {
    pub(super) base_url: String,
    connect_timeout: Duration,
    pub(super) timeout: Duration,
    max_retries: u32,
    max_pause: Duration,
    user_agent: Option<String>,
    root_certificates: Vec<String>,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            base_url: DEFAULT_BASE_URL.to_owned(),
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(60),
            max_retries: 4,
            max_pause: Duration::from_secs(60),
            user_agent: None,
            root_certificates: Vec::new(),
        }
    }
}

impl ClientOptions {
    /// The base URL of the API: `https`, or `http` with a loopback address. Default: [`DEFAULT_BASE_URL`].
    pub fn with_base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// The maximum time to connect, including TLS. Default: 10 seconds. A request that exceeds it was not sent.
    pub fn with_connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The maximum time of a request, from connecting to the end of the response. Default: 60 seconds. A request that
    /// exceeds it has an unknown outcome, so choose a long one.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How many times a request that was not accepted is retried. Default: 4.
    pub fn with_max_retries(mut self, count: u32) -> Self {
        self.max_retries = count;
        self
    }

    /// The longest pause before a retry. Default: 60 seconds. If the API asks for a longer one (`Retry-After`), the request
    /// is not retried; see [`Error::retry_after`](super::Error::retry_after).
    pub fn with_max_pause(mut self, pause: Duration) -> Self {
        self.max_pause = pause;
        self
    }

    /// The name and version of the calling program. The `User-Agent` header contains it before `sphinx-case/VERSION`.
    pub fn with_user_agent(mut self, program: impl Into<String>) -> Self {
        self.user_agent = Some(program.into());
        self
    }

    /// Trusts these root certificates (PEM) in addition to those of the system. Can be called several times.
    pub fn with_root_certificates(mut self, pem: impl Into<String>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    pub(super) fn retry_policy(&self) -> RetryPolicy {
        RetryPolicy {
            max_retries: self.max_retries,
            max_pause: self.max_pause,
        }
    }

    pub(super) fn http_client(&self, base_url: &BaseUrl) -> Result<reqwest::Client, InvalidClientOptions> {
        let library = concat!("sphinx-case/", env!("CARGO_PKG_VERSION"));
        let mut http = reqwest::Client::builder()
            .user_agent(match &self.user_agent {
                Some(program) => format!("{program} {library}"),
                None => library.to_owned(),
            })
            // No other server receives the credentials, and the HTTP library sends nothing twice.
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(self.connect_timeout)
            .timeout(self.timeout)
            .pool_idle_timeout(IDLE_TIMEOUT);
        if base_url.is_loopback() {
            http = http.no_proxy();
        } else {
            proxy::check_environment(base_url)?;
        }
        if !base_url.is_https() {
            // Nothing is encrypted, so a system without certificates is none of the problem.
            http = http.tls_certs_only(std::iter::empty());
        }
        for pem in &self.root_certificates {
            let certificates = Certificate::from_pem_bundle(pem.as_bytes())
                .ok()
                .filter(|certificates| !certificates.is_empty())
                .ok_or_else(|| InvalidClientOptions::new("the root certificates are not valid PEM certificates"))?;
            for certificate in certificates {
                http = http.add_root_certificate(certificate);
            }
        }
        http.build().map_err(|error| {
            InvalidClientOptions::new(format!(
                "https cannot be used: {}. If this machine has no root certificates, install them (the package \
                 ca-certificates), set SSL_CERT_FILE to a file with them, or add your own (--ca FILE, with_root_certificates)",
                with_causes(&error)
            ))
        })
    }
}
