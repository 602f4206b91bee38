//! How a client is made: where the API is, how long it may take, how often something is tried.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Certificate;

use super::address::Address;
use super::answer::Clock;
use super::credentials::Credentials;
use super::retry::Retry;
use super::token::Tokens;
use super::{Client, Shared};

/// Where the API is, as its reference page says.
pub const DEFAULT_BASE_URL: &str = "https://app.sphinxhq.com";

/// How long a connection may lie idle. Decision: short, since a request on a connection that the server is just
/// closing may or may not have arrived, and cannot be sent again. gunicorn, for one, closes after two seconds.
const LONGEST_IDLE: Duration = Duration::from_secs(1);

/// Settings that cannot be used. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidSettings(String);

impl InvalidSettings {
    pub(super) fn new(said: String) -> Self {
        Self(said)
    }
}

impl std::fmt::Display for InvalidSettings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for InvalidSettings {}

/// Settings of a client in the making.
#[derive(Debug, Clone)]
#[must_use]
pub struct Builder {
    credentials: Credentials,
    base_url: String,
    connect_timeout: Duration,
    timeout: Duration,
    retries: u32,
    longest_wait: Duration,
    user_agent: Option<String>,
    certificates: Vec<String>,
}

impl Builder {
    pub(super) fn new(credentials: Credentials) -> Self {
        Self {
            credentials,
            base_url: DEFAULT_BASE_URL.to_owned(),
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(60),
            retries: 4,
            longest_wait: Duration::from_secs(60),
            user_agent: None,
            certificates: Vec::new(),
        }
    }

    /// Where the API is: `https`, or `http` on a loopback address. [`DEFAULT_BASE_URL`] unless set.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// How long connecting may take, TLS included: 10 seconds unless set. What takes longer was never sent.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// How long a request may take in all: 60 seconds unless set. What takes longer has an unknown outcome, so be generous.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// How often something that was surely not taken is tried again: 4 times unless set.
    pub fn retries(mut self, count: u32) -> Self {
        self.retries = count;
        self
    }

    /// The longest pause before trying again: 60 seconds unless set. A server that asks for a longer one (`Retry-After`)
    /// is not waited for; the error says how long it asked for.
    pub fn longest_wait(mut self, limit: Duration) -> Self {
        self.longest_wait = limit;
        self
    }

    /// What stands before `sphinx-case/VERSION` in the header `User-Agent`: the name and version of the calling program.
    pub fn user_agent(mut self, program: impl Into<String>) -> Self {
        self.user_agent = Some(program.into());
        self
    }

    /// Trusts certificates of one's own (PEM) beside those that the system trusts.
    pub fn root_certificates(mut self, pem: impl Into<String>) -> Self {
        self.certificates.push(pem.into());
        self
    }

    /// Makes the client. Nothing is sent yet.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn build(self) -> Result<Client, InvalidSettings> {
        let address = Address::read(&self.base_url)?;
        let tokens = Tokens::new(self.credentials)?;
        let ours = concat!("sphinx-case/", env!("CARGO_PKG_VERSION"));
        let mut http = reqwest::Client::builder()
            .user_agent(match self.user_agent {
                Some(program) => format!("{program} {ours}"),
                None => ours.to_owned(),
            })
            // Nothing but the API itself gets the credentials, and nothing is sent twice behind our back.
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(self.connect_timeout)
            .timeout(self.timeout)
            .pool_idle_timeout(LONGEST_IDLE);
        if address.is_loopback() {
            http = http.no_proxy();
        }
        for pem in &self.certificates {
            let certificates = Certificate::from_pem_bundle(pem.as_bytes())
                .map_err(|_| InvalidSettings::new("a root certificate cannot be read; expected PEM".to_owned()))?;
            if certificates.is_empty() {
                return Err(InvalidSettings::new(
                    "there is no certificate in what was given; expected PEM".to_owned(),
                ));
            }
            for certificate in certificates {
                http = http.add_root_certificate(certificate);
            }
        }
        let http = http
            .build()
            .map_err(|error| InvalidSettings::new(format!("no HTTP client can be made: {}", chain(&error))))?;
        Ok(Client {
            shared: Arc::new(Shared {
                http,
                address,
                tokens,
                retry: Retry {
                    retries: self.retries,
                    longest_wait: self.longest_wait,
                },
                clock: Clock::default(),
            }),
        })
    }
}

/// An error with all its causes, on one line.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !said.contains(&text) {
            said.push_str(": ");
            said.push_str(&text);
        }
        cause = error.source();
    }
    said
}
