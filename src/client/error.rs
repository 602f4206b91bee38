//! Errors: what is known about the case when a request fails.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::issue::Issues;
use crate::server_errors::is_duplicate;

/// The error that caused another one. Shared, because errors can be cloned.
pub(super) type Cause = Arc<dyn StdError + Send + Sync>;

/// Why a request failed, and what is known about the case.
///
/// It contains no credentials: where the server repeats them, they are redacted. [`Display`](fmt::Display) includes the
/// causes; [`source`](StdError::source) returns the error of the HTTP library or of the JSON parser for programs.
///
/// ```no_run
/// # async fn send(client: &sphinx_case::client::Client, payload: &sphinx_case::Payload) {
/// use std::error::Error;
///
/// if let Err(error) = client.create_case(payload).await {
///     eprintln!("{error} (status: {:?}, request: {:?})", error.status(), error.request_id());
///     eprintln!("cause: {:?}, may exist: {}", error.source(), error.may_have_created());
/// }
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Error(Box<Details>);

#[derive(Debug, Clone)]
struct Details {
    kind: ErrorKind,
    reason: String,
    status: Option<u16>,
    request_id: Option<String>,
    body: Option<String>,
    attempts: u32,
    cause: Option<Cause>,
    retry_after: Option<Duration>,
}

/// What is known after an error. Only with [`ErrorKind::OutcomeUnknown`] may a case exist.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The API rejected the request. Contains its messages as issues on the fields of the request.
    Rejected(Issues),
    /// The API refused the credentials or the token (401, 403), or the token endpoint refused the credentials.
    Unauthorized,
    /// Too many requests (429). The request was not accepted.
    RateLimited {
        /// How long the API asks to wait (`Retry-After`).
        retry_after: Option<Duration>,
    },
    /// There is no such case, or no such API at the base URL (404, 405 or a redirect, which is not followed).
    NotFound,
    /// The API failed to process a request that can be repeated without harm.
    Server,
    /// The request did not leave this machine completely.
    NotSent(NotSentReason),
    /// A request that creates a case may have arrived, and no response tells whether it did: the connection broke, the
    /// timeout expired, the status is 500 or above, or the body is not a case. Look for the case in the list of cases before
    /// you send the request again.
    OutcomeUnknown,
}

/// Why a request was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotSentReason {
    /// No connection: host not found, connection refused or timed out.
    Unreachable,
    /// No TLS connection: the certificate is not trusted, or the server does not use TLS.
    Tls,
    /// No token was obtained, although the credentials were not refused.
    NoToken,
    /// The request cannot be encoded, for example because the token contains a line break.
    InvalidRequest,
    /// The request has no `external_id`, so it could not be sent again safely; see
    /// [`Client::create_case_once`](super::Client::create_case_once).
    NoExternalId,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, reason: impl Into<String>) -> Self {
        Self(Box::new(Details {
            kind,
            reason: reason.into(),
            status: None,
            request_id: None,
            body: None,
            attempts: 1,
            cause: None,
            retry_after: None,
        }))
    }

    pub(super) fn with_response(mut self, status: u16, request_id: Option<String>, body: String) -> Self {
        self.0.status = Some(status);
        self.0.request_id = request_id;
        self.0.body = (!body.is_empty()).then_some(body);
        self
    }

    pub(super) fn with_cause(mut self, cause: Cause) -> Self {
        self.0.cause = Some(cause);
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    pub(super) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// The same error for a request that could not be sent because it needed a token.
    pub(super) fn into_not_sent(mut self) -> Self {
        if matches!(
            self.0.kind,
            ErrorKind::Server | ErrorKind::NotFound | ErrorKind::Rejected(_)
        ) {
            self.0.kind = ErrorKind::NotSent(NotSentReason::NoToken);
        }
        self
    }

    /// The same error of a request that was sent before with an unknown outcome: a case may exist, whatever this response means.
    pub(super) fn into_outcome_unknown(mut self) -> Self {
        if self.0.kind != ErrorKind::OutcomeUnknown {
            let mut reason = format!(
                "an earlier attempt may have created it, and the last one failed: {}",
                self.0.reason
            );
            for issue in self.issues() {
                reason.push_str(&format!("; {issue}"));
            }
            self.0.reason = reason;
            self.0.kind = ErrorKind::OutcomeUnknown;
        }
        self
    }

    /// What is known about the case.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The API's messages about the fields of the request. Empty unless the request was rejected.
    #[must_use]
    pub fn issues(&self) -> &[crate::Issue] {
        match &self.0.kind {
            ErrorKind::Rejected(issues) => issues,
            _ => &[],
        }
    }

    /// What happened, in one sentence.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.0.reason
    }

    /// The HTTP status of the response; `None` if there was no response.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The server's ID of the request, if the response has one. The API's support can find the request by it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The first 2,000 characters of the response body; `None` if there was none.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// The number of attempts.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the API asks to wait (`Retry-After`).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self.0.kind {
            ErrorKind::RateLimited { retry_after } => retry_after,
            _ => self.0.retry_after,
        }
    }

    /// Whether the API rejected the request because there is a case with its `external_id`.
    ///
    /// No page documents what the API answers then. Decision: an issue of the server at `external_id`, with status 400 or 409, that
    /// is not a known message about another mistake, such as a text that is too long.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        self.status().is_some_and(|status| is_duplicate(status, self.issues()))
    }

    /// Whether a case may exist, so that sending the request again could create a second one.
    #[must_use]
    pub fn may_have_created(&self) -> bool {
        self.0.kind == ErrorKind::OutcomeUnknown
    }

    /// Whether no case was created, and the same request may succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(
            self.0.kind,
            ErrorKind::RateLimited { .. } | ErrorKind::NotSent(NotSentReason::Unreachable | NotSentReason::NoToken)
        )
    }

    /// Whether a request with an `external_id` may succeed later, or its outcome become known.
    pub(super) fn can_be_repeated(&self) -> bool {
        self.is_retryable() || self.may_have_created()
    }

    /// Whether a request that creates nothing may succeed later.
    pub(super) fn is_transient(&self) -> bool {
        self.is_retryable() || self.0.kind == ErrorKind::Server
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = &*self.0;
        formatter.write_str(match details.kind {
            ErrorKind::Rejected(_) => "the API rejected the request",
            ErrorKind::Unauthorized => "the credentials were refused, and nothing was created",
            ErrorKind::RateLimited { .. } => "the API is limiting requests, and this one was not accepted",
            ErrorKind::NotFound => "the API has no such resource; check the base URL or the case ID",
            ErrorKind::Server => "the API returned an error",
            ErrorKind::NotSent(_) => "the request was not sent",
            ErrorKind::OutcomeUnknown => "it is not known whether the case was created",
        })?;
        write!(formatter, ": {}", details.reason)?;
        if let (ErrorKind::RateLimited { .. }, Some(wait)) = (&details.kind, self.retry_after()) {
            write!(formatter, "; retry after {} s", wait.as_secs())?;
        }
        if details.attempts > 1 {
            write!(formatter, " ({} attempts)", details.attempts)?;
        }
        if let Some(id) = &details.request_id {
            write!(formatter, " [request {id}]")?;
        }
        for issue in self.issues() {
            write!(formatter, "\n  {issue}")?;
        }
        Ok(())
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.cause.as_deref().map(|cause| cause as _)
    }
}

/// Options or credentials that a client cannot be created with. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidClientOptions(String);

impl InvalidClientOptions {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for InvalidClientOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl StdError for InvalidClientOptions {}

/// An error and all its causes on one line.
pub(super) fn with_causes(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let message = error.to_string();
        if !text.contains(&message) {
            text.push_str(": ");
            text.push_str(&message);
        }
        cause = error.source();
    }
    text
}
