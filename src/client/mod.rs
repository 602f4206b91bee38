//! Sending: a client of the API that creates a case once, and says what is known when it cannot say that it did.
//!
//! ```no_run
//! # async fn send() -> Result<(), Box<dyn std::error::Error>> {
//! use sphinx_case::client::{Client, Credentials};
//!
//! let credentials = Credentials::client(std::env::var("SPHINX_CLIENT_ID")?, std::env::var("SPHINX_CLIENT_SECRET")?);
//! let client = Client::new(credentials)?;
//! let payload = sphinx_case::read_json(r#"{"customer_id": 123, "case_config": "kyb"}"#).build()?;
//! let case = client.create_case(&payload).await?;
//! println!("case {} was created", case.id);
//! # Ok(())
//! # }
//! ```
//!
//! The API documents no idempotency key, so a request that may have arrived is never sent again: see
//! [`Kind::OutcomeUnknown`]. It runs on tokio.

mod address;
mod answer;
mod credentials;
mod error;
mod retry;
mod settings;
mod token;

use std::sync::Arc;

use reqwest::Method;
use tracing::debug;

use crate::payload::Payload;
use crate::response::{Case, CasePage};
use answer::{Answer, Effect};
pub use credentials::Credentials;
pub use error::{Error, Kind, Obstacle};
pub use settings::{Builder, DEFAULT_BASE_URL, InvalidSettings};

/// A client of the API. Cloning it is cheap, and all clones share one token and its connections.
#[derive(Debug, Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

/// What all clones of a client share.
#[derive(Debug)]
struct Shared {
    http: reqwest::Client,
    address: address::Address,
    tokens: token::Tokens,
    retry: retry::Retry,
    clock: answer::Clock,
}

/// Which cases to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListCases {
    /// Only those of this customer.
    pub customer_id: Option<i64>,
    /// Which page, from 1; the first unless given.
    pub page: Option<u64>,
}

impl Client {
    /// A client of the API at [`DEFAULT_BASE_URL`], with the usual timeouts.
    ///
    /// # Errors
    /// When the credentials cannot be used as they are, or the system offers no TLS.
    pub fn new(credentials: Credentials) -> Result<Self, InvalidSettings> {
        Self::builder(credentials).build()
    }

    /// A client with settings of one's own.
    pub fn builder(credentials: Credentials) -> Builder {
        Builder::new(credentials)
    }

    /// The base URL, as it was given.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.shared.address.as_str()
    }

    /// Creates a case. What was surely not taken (no connection, 429, an expired token) is tried again, a bounded
    /// number of times and with growing pauses; anything else is not.
    ///
    /// # Errors
    /// [`Kind`] says what is known. Only after [`Kind::OutcomeUnknown`] the case may exist all the same.
    pub async fn create_case(&self, payload: &Payload) -> Result<Case, Error> {
        let retry = self.shared.retry;
        retry
            .run(Error::is_worth_retrying, || self.create_case_once(payload))
            .await
    }

    /// Creates a case without trying again, for callers that plan their own attempts. An expired token is renewed all
    /// the same.
    ///
    /// # Errors
    /// As [`Client::create_case`].
    pub async fn create_case_once(&self, payload: &Payload) -> Result<Case, Error> {
        let body = Some(payload.body());
        let answer = self
            .authorized(Method::POST, "api/cases/", &[], body, Effect::Creates)
            .await?;
        answer.case(Effect::Creates)
    }

    /// As [`Client::create_case_once`], for a batch: of the answer only the number is read, which is most of the work
    /// of reading it.
    #[cfg(feature = "batch")]
    pub(crate) async fn create_case_number(&self, payload: &Payload) -> Result<i64, Error> {
        let body = Some(payload.body());
        let answer = self
            .authorized(Method::POST, "api/cases/", &[], body, Effect::Creates)
            .await?;
        answer.case_number()
    }

    /// Starts a case that was created with `auto_start: false`. Starting one that runs does nothing, so this is tried
    /// again when it fails. The case is there when the server answers with it.
    ///
    /// # Errors
    /// [`Kind`] says what is known.
    pub async fn start_case(&self, id: i64) -> Result<Option<Case>, Error> {
        let answer = self
            .repeatable(Method::POST, &format!("api/cases/{id}/start/"), &[])
            .await?;
        Ok(answer.case(Effect::None).ok())
    }

    /// Asks for a case.
    ///
    /// # Errors
    /// [`Kind::NotFound`] when there is none with that number; else [`Kind`] says what is known.
    pub async fn get_case(&self, id: i64) -> Result<Case, Error> {
        let answer = self.repeatable(Method::GET, &format!("api/cases/{id}/"), &[]).await?;
        answer.case(Effect::None)
    }

    /// Asks for one page of the list of cases.
    ///
    /// # Errors
    /// [`Kind::NotFound`] behind the last page; else [`Kind`] says what is known.
    pub async fn list_cases(&self, list: ListCases) -> Result<CasePage, Error> {
        let mut query = Vec::new();
        if let Some(customer) = list.customer_id {
            query.push(("customer_id", customer.to_string()));
        }
        if let Some(page) = list.page {
            query.push(("page", page.to_string()));
        }
        let answer = self.repeatable(Method::GET, "api/cases/", &query).await?;
        answer.page()
    }

    /// Asks for a token now, where none is at hand: so that wrong credentials come to light before anything is sent.
    ///
    /// # Errors
    /// [`Kind::Unauthorized`] when the credentials are refused; else [`Kind`] says what is known.
    pub async fn authorize(&self) -> Result<(), Error> {
        let shared = &*self.shared;
        let token = shared
            .retry
            .run(Error::is_worth_retrying, || shared.tokens.current(shared))
            .await;
        token.map(drop)
    }

    /// How many seconds the server's clock is ahead of this machine's (negative: behind), as its last answer said.
    #[must_use]
    pub fn server_clock_ahead(&self) -> Option<i64> {
        self.shared.clock.ahead()
    }

    /// A request that may be sent twice.
    async fn repeatable(&self, method: Method, path: &str, query: &[(&str, String)]) -> Result<Answer, Error> {
        let attempt = || async {
            let answer = self.authorized(method.clone(), path, query, None, Effect::None).await?;
            answer.success(Effect::None)
        };
        self.shared.retry.run(Error::may_pass, attempt).await
    }

    /// A request with the token; a token that is refused is renewed once.
    async fn authorized(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, String)],
        body: Option<&str>,
        effect: Effect,
    ) -> Result<Answer, Error> {
        let shared = &*self.shared;
        let token = shared.tokens.current(shared).await?;
        let answer = shared.send(method.clone(), path, query, body, &token, effect).await?;
        if answer.status != 401 || !shared.tokens.can_renew() {
            return Ok(answer);
        }
        debug!(path, "the token was refused; it is renewed once");
        let token = shared.tokens.renewed(shared, &token).await?;
        let answer = shared.send(method, path, query, body, &token, effect).await?;
        if answer.status == 401 {
            // The next request would only be refused with it, too.
            shared.tokens.forget(&token).await;
        }
        Ok(answer)
    }
}

impl Shared {
    async fn send(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, String)],
        body: Option<&str>,
        token: &token::Token,
        effect: Effect,
    ) -> Result<Answer, Error> {
        let mut request = self
            .http
            .request(method, self.address.at(path, query))
            .header(reqwest::header::ACCEPT, "application/json")
            .header(reqwest::header::AUTHORIZATION, token.header()?);
        if let Some(body) = body {
            request = request
                .header(reqwest::header::CONTENT_TYPE, "application/json")
                .body(body.to_owned());
        }
        answer::ask(request, &self.tokens, &self.clock, effect).await
    }
}
