//! An API client that never resends a request the API may have received, and reports what is known when the outcome is
//! uncertain.
//!
//! ```no_run
//! # async fn send() -> Result<(), Box<dyn std::error::Error>> {
//! use sphinx_case::client::{Client, Credentials};
//!
//! let credentials = Credentials::client(std::env::var("SPHINX_CLIENT_ID")?, std::env::var("SPHINX_CLIENT_SECRET")?);
//! let client = Client::new(credentials)?;
//! let payload = sphinx_case::read_json(r#"{"customer_id": 123, "case_config": "kyb"}"#).build()?;
//! let case = client.create_case(&payload).await?;
//! println!("created case {}", case.id);
//! # Ok(())
//! # }
//! ```
//!
//! The API documents no idempotency key, so a request that may have arrived is never sent again; see
//! [`ErrorKind::OutcomeUnknown`]. A request with an `external_id`, which newer revisions of the API document, is different:
//! [`Client::create_case_once`] sends it until the outcome is known. The client requires a tokio runtime.

pub(crate) mod backoff;
mod base_url;
mod body;
mod credentials;
mod error;
mod find;
mod once;
mod options;
mod proxy;
mod response;
mod retry;
mod secrets;
#[cfg(any(feature = "batch", feature = "relay"))]
mod sent_request;
mod token;
mod transport;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Method;
use serde::de::DeserializeOwned;
use tracing::debug;

use crate::payload::Payload;
use crate::response::{Case, CasePage};
use base_url::BaseUrl;
pub use credentials::Credentials;
pub use error::{Error, ErrorKind, InvalidClientOptions, NotSentReason};
#[cfg(feature = "batch")]
pub(crate) use find::CaseIds;
#[cfg(feature = "relay")]
pub(crate) use find::has_external_id;
pub use once::{CaseOrigin, CreatedOnce};
pub use options::{ClientOptions, DEFAULT_BASE_URL};
use response::{ApiResponse, Effect};
use retry::RetryPolicy;
use secrets::Secrets;
#[cfg(any(feature = "batch", feature = "relay"))]
pub(crate) use sent_request::SentRequest;
#[cfg(feature = "batch")]
pub(crate) use sent_request::identities;
use token::Tokens;
use transport::{ApiRequest, Transport};

/// A client of the API. Clones are cheap and use the same token and connections.
#[derive(Debug, Clone)]
pub struct Client(Arc<Connection>);

/// What all clones of a client use.
#[derive(Debug)]
struct Connection {
    transport: Transport,
    tokens: Tokens,
    retry_policy: RetryPolicy,
    timeout: Duration,
}

/// Which cases to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListCases {
    /// Only the cases of this customer.
    pub customer_id: Option<i64>,
    /// The page, from 1; `None` is the first one.
    pub page: Option<u64>,
}

impl Client {
    /// A client of the API at [`DEFAULT_BASE_URL`] with the default options. Sends nothing.
    ///
    /// # Errors
    /// If the credentials are empty or contain invisible characters (see [`Credentials::cleaned`]), the system has no trusted
    /// certificates, or a proxy in the environment cannot be used.
    pub fn new(credentials: Credentials) -> Result<Self, InvalidClientOptions> {
        Self::with_options(credentials, ClientOptions::default())
    }

    /// A client with other options. Sends nothing.
    ///
    /// # Errors
    /// As [`Client::new`], and if an option is not valid.
    pub fn with_options(credentials: Credentials, options: ClientOptions) -> Result<Self, InvalidClientOptions> {
        let credentials = credentials.cleaned()?;
        let base_url = BaseUrl::parse(&options.base_url)?;
        let transport = Transport {
            http: options.http_client(&base_url)?,
            base_url,
            secrets: Secrets::new(credentials.secret().clone()),
            clock_offset: Mutex::default(),
        };
        Ok(Self(Arc::new(Connection {
            transport,
            tokens: Tokens::new(credentials),
            retry_policy: options.retry_policy(),
            timeout: options.timeout,
        })))
    }

    /// The base URL, as in the options.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.0.transport.base_url.as_str()
    }

    /// The maximum time of a request, as in the options.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        self.0.timeout
    }

    /// Creates a case. A request that was not accepted (no connection, 429, an expired token) is retried with growing
    /// pauses, up to the limits in the [`ClientOptions`]. Nothing else is retried.
    ///
    /// If the future is dropped, the request is canceled and its outcome is unknown.
    ///
    /// # Errors
    /// [`ErrorKind`] tells what is known. A case may exist only after [`ErrorKind::OutcomeUnknown`].
    pub async fn create_case(&self, payload: &Payload) -> Result<Case, Error> {
        let attempt = || self.create_case_without_retries(payload);
        self.0.retry_policy.run(Error::is_retryable, attempt).await
    }

    /// Creates a case without retries, for callers that plan their own. An expired token is still renewed.
    ///
    /// # Errors
    /// As [`Client::create_case`].
    pub async fn create_case_without_retries(&self, payload: &Payload) -> Result<Case, Error> {
        self.create(payload).await
    }

    /// As [`Client::create_case_without_retries`], for a batch. Only the IDs are parsed, because parsing the whole case takes most of
    /// the time.
    #[cfg(feature = "batch")]
    pub(crate) async fn create_case_ids(&self, payload: &Payload) -> Result<CaseIds, Error> {
        self.create(payload).await
    }

    /// Starts a case that was created with `auto_start: false`. Starting a running case has no effect, so failed requests
    /// are retried. Returns the case if the response contains it.
    ///
    /// # Errors
    /// [`ErrorKind`] tells what is known.
    pub async fn start_case(&self, id: i64) -> Result<Option<Case>, Error> {
        let path = format!("api/cases/{id}/start/");
        let response = self.send_idempotent(Method::POST, &path, &[]).await?;
        Ok(response.parse("a case", Effect::Idempotent).ok())
    }

    /// Returns a case. Failed requests are retried.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if there is no case with this ID; otherwise [`ErrorKind`] tells what is known.
    pub async fn get_case(&self, id: i64) -> Result<Case, Error> {
        let response = self
            .send_idempotent(Method::GET, &format!("api/cases/{id}/"), &[])
            .await?;
        response.parse("a case", Effect::Idempotent)
    }

    /// Returns one page of the list of cases. Failed requests are retried.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] after the last page; otherwise [`ErrorKind`] tells what is known.
    pub async fn list_cases(&self, list: ListCases) -> Result<CasePage, Error> {
        let mut query = Vec::new();
        if let Some(customer) = list.customer_id {
            query.push(("customer_id", customer.to_string()));
        }
        if let Some(page) = list.page {
            query.push(("page", page.to_string()));
        }
        let response = self.send_idempotent(Method::GET, "api/cases/", &query).await?;
        response.parse("a page of cases", Effect::Idempotent)
    }

    /// Requests a token if there is none yet, so that invalid credentials are detected before anything is sent.
    ///
    /// # Errors
    /// [`ErrorKind::Unauthorized`] if the credentials are refused; otherwise [`ErrorKind`] tells what is known.
    pub async fn authorize(&self) -> Result<(), Error> {
        let attempt = || self.0.tokens.current(&self.0.transport);
        self.0.retry_policy.run(Error::is_retryable, attempt).await.map(drop)
    }

    /// How many seconds the server's clock is ahead of this machine's (negative: behind), from the `Date` of the last
    /// response; `None` before the first one.
    #[must_use]
    pub fn server_clock_offset(&self) -> Option<i64> {
        self.0.transport.clock_offset()
    }

    async fn create<T: DeserializeOwned>(&self, payload: &Payload) -> Result<T, Error> {
        let request = ApiRequest {
            method: Method::POST,
            path: "api/cases/",
            query: &[],
            body: Some(payload.body()),
            effect: Effect::CreatesCase,
        };
        self.send(&request).await?.parse("a case", Effect::CreatesCase)
    }

    /// Sends a request that can be repeated.
    async fn send_idempotent(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, String)],
    ) -> Result<ApiResponse, Error> {
        let request = ApiRequest {
            method,
            path,
            query,
            body: None,
            effect: Effect::Idempotent,
        };
        let attempt = || async { self.send(&request).await?.success(Effect::Idempotent) };
        self.0.retry_policy.run(Error::is_transient, attempt).await
    }

    /// Sends a request with the token. A refused token is renewed once.
    async fn send(&self, request: &ApiRequest<'_>) -> Result<ApiResponse, Error> {
        let Connection { transport, tokens, .. } = &*self.0;
        let token = tokens.current(transport).await?;
        let response = transport.send(request, Some(token.authorization()?)).await?;
        if response.status != 401 || !tokens.can_renew() {
            return Ok(response);
        }
        debug!(path = request.path, "the token was refused and is renewed once");
        tokens.discard(&token).await;
        let token = tokens.current(transport).await?;
        let response = transport.send(request, Some(token.authorization()?)).await?;
        if response.status == 401 {
            // The next request would be refused with it, too.
            tokens.discard(&token).await;
        }
        Ok(response)
    }
}
