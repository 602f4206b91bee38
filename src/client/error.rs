//! What is known when there is no case to answer with.

use std::fmt;
use std::time::Duration;

use crate::issue::Issues;

/// Why there is no case, and what is known about it.
///
/// It holds no credentials: where the server repeats them, they are struck out.
#[derive(Debug, Clone)]
pub struct Error(Box<Facts>);

#[derive(Debug, Clone)]
struct Facts {
    kind: Kind,
    reason: String,
    status: Option<u16>,
    request_id: Option<String>,
    body: Option<String>,
    attempts: u32,
}

/// What is known. Only after [`Kind::OutcomeUnknown`] may a case exist all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// The server refused the request. What it said, as issues on the fields of the request.
    Rejected(Issues),
    /// The credentials, or the token, were refused (401, 403), or the token server did not take them.
    Unauthorized,
    /// Too many requests (429). The request was not taken.
    RateLimited {
        /// How long the server asks to wait, if it does.
        retry_after: Option<Duration>,
    },
    /// There is no such case; or no such API at the base URL (a 404, a 405 or a redirect, which is not followed).
    NotFound,
    /// The server failed at something that can be asked again without harm.
    Server,
    /// The request never left this machine whole.
    NeverSent(Obstacle),
    /// The request for a case may have arrived, and no answer says what became of it (the connection broke, time was
    /// up, a status of 500 and above, a body that is no case). Look at the list of cases before sending it again.
    OutcomeUnknown,
}

/// What kept a request from being sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Obstacle {
    /// No connection: no such host, refused, or no answer in time.
    Unreachable,
    /// No secure connection: a certificate that is not trusted, or no TLS at the other end.
    Tls,
    /// No token could be had, though the credentials were not refused.
    NoToken,
    /// The request cannot be written: a token with characters that no header carries, for instance.
    Unwritable,
}

impl Error {
    pub(super) fn new(kind: Kind, reason: impl Into<String>) -> Self {
        Self(Box::new(Facts {
            kind,
            reason: reason.into(),
            status: None,
            request_id: None,
            body: None,
            attempts: 1,
        }))
    }

    pub(super) fn answered(mut self, status: u16, request_id: Option<String>, body: String) -> Self {
        self.0.status = Some(status);
        self.0.request_id = request_id;
        self.0.body = (!body.is_empty()).then_some(body);
        self
    }

    pub(super) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// The same for a request that only needed a token.
    pub(super) fn instead_of_token(mut self) -> Self {
        if matches!(self.0.kind, Kind::Server | Kind::NotFound | Kind::Rejected(_)) {
            self.0.kind = Kind::NeverSent(Obstacle::NoToken);
        }
        self
    }

    /// What is known.
    #[must_use]
    pub fn kind(&self) -> &Kind {
        &self.0.kind
    }

    /// What the server said about the fields of the request; empty unless it was rejected.
    #[must_use]
    pub fn issues(&self) -> &[crate::Issue] {
        match &self.0.kind {
            Kind::Rejected(issues) => issues,
            _ => &[],
        }
    }

    /// What happened, in one sentence.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.0.reason
    }

    /// The status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The server's id of the request, if it gave one: it helps the API's support to find it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The beginning of the answer's body, if there was one.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// How often it was tried.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the server asks to wait, if it does.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self.0.kind {
            Kind::RateLimited { retry_after } => retry_after,
            _ => None,
        }
    }

    /// Whether a case may exist all the same, so that sending again might make a second one.
    #[must_use]
    pub fn may_have_created(&self) -> bool {
        self.0.kind == Kind::OutcomeUnknown
    }

    /// Whether no case was made, and the same request may well succeed later.
    #[must_use]
    pub fn is_worth_retrying(&self) -> bool {
        matches!(
            self.0.kind,
            Kind::RateLimited { .. } | Kind::NeverSent(Obstacle::Unreachable | Obstacle::NoToken)
        )
    }

    /// Whether something that does no harm may be asked again.
    pub(super) fn may_pass(&self) -> bool {
        self.is_worth_retrying() || self.0.kind == Kind::Server
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = &*self.0;
        formatter.write_str(match facts.kind {
            Kind::Rejected(_) => "the API rejected the request",
            Kind::Unauthorized => "the credentials were refused, and nothing was created",
            Kind::RateLimited { .. } => "the API takes no more requests for now, and this one was not taken",
            Kind::NotFound => "there is nothing at that address of the API",
            Kind::Server => "the API failed",
            Kind::NeverSent(_) => "the request was never sent",
            Kind::OutcomeUnknown => "it is not known whether the case was created",
        })?;
        write!(formatter, ": {}", facts.reason)?;
        if let Some(wait) = self.retry_after() {
            write!(formatter, "; it asks to wait {} s", wait.as_secs())?;
        }
        if facts.attempts > 1 {
            write!(formatter, " (tried {} times)", facts.attempts)?;
        }
        if let Some(id) = &facts.request_id {
            write!(formatter, " [request {id}]")?;
        }
        for issue in self.issues() {
            write!(formatter, "\n  {issue}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
