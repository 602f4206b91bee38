//! Responses of the API as results: the case, or an error of the kind that the status means.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use reqwest::header::{DATE, HeaderMap, LOCATION, RETRY_AFTER};
use serde::de::DeserializeOwned;

use super::body::ReceivedBody;
use super::error::{Cause, Error, ErrorKind, with_causes};
use super::secrets::Secrets;
use crate::server_errors::{ResponseMeaning, is_readable, map_server_errors};

/// How many characters of a body an error keeps.
const MAX_ERROR_BODY: usize = 2_000;

/// Headers in which servers and gateways return the ID of a request. Decision: none is documented.
const REQUEST_ID_HEADERS: &[&str] = &[
    "x-request-id",
    "request-id",
    "x-amzn-requestid",
    "x-correlation-id",
    "cf-ray",
];

/// Whether a request can be sent twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// Each request creates a case.
    CreatesCase,
    /// The second of two equal requests has no effect.
    Idempotent,
}

impl Effect {
    /// What is known when a request was sent and its response tells nothing.
    pub fn failure(self) -> ErrorKind {
        match self {
            Self::CreatesCase => ErrorKind::OutcomeUnknown,
            Self::Idempotent => ErrorKind::Server,
        }
    }
}

/// A response. Credentials that the server repeats are redacted.
#[derive(Debug)]
pub(super) struct ApiResponse {
    pub status: u16,
    pub request_id: Option<String>,
    pub body: String,
    retry_after: Option<Duration>,
    location: Option<String>,
    /// Why the body is incomplete, if it is.
    incomplete: Option<Cause>,
}

impl ApiResponse {
    pub fn new(
        status: u16,
        headers: &HeaderMap,
        body: ReceivedBody,
        secrets: &Secrets,
        clock_offset: Option<i64>,
    ) -> Self {
        let ReceivedBody { text: body, incomplete } = body;
        let time = || server_time(headers, clock_offset);
        Self {
            status,
            request_id: REQUEST_ID_HEADERS
                .iter()
                .find_map(|name| header(headers, name))
                .map(|id| secrets.redact(truncated(id, 200))),
            body: secrets.redact(body),
            retry_after: header(headers, RETRY_AFTER.as_str()).and_then(|text| parse_retry_after(text, time())),
            location: header(headers, LOCATION.as_str()).map(|url| secrets.redact(truncated(url, 500))),
            incomplete,
        }
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The response itself if it is a success, otherwise an error.
    pub fn success(self, effect: Effect) -> Result<Self, Error> {
        if self.is_success() {
            return Ok(self);
        }
        let (kind, reason) = self.error_kind(effect);
        Err(self.error(kind, reason))
    }

    /// The body of a successful response, parsed. `expected` names it in an error.
    pub fn parse<T: DeserializeOwned>(self, expected: &str, effect: Effect) -> Result<T, Error> {
        let response = self.success(effect)?;
        let (problem, cause) = match &response.incomplete {
            Some(cause) => ("is incomplete".to_owned(), Arc::clone(cause)),
            None => match serde_json::from_str(&response.body) {
                Ok(value) => return Ok(value),
                Err(error) => (format!("is not {expected}"), Arc::new(error) as Cause),
            },
        };
        let reason = format!(
            "the response has the status {}, but its body {problem} ({})",
            response.status,
            with_causes(&*cause)
        );
        Err(response.error(effect.failure(), reason).with_cause(cause))
    }

    /// Why the body is incomplete, if it is.
    pub fn incomplete_reason(&self) -> Option<String> {
        let cause = self.incomplete.as_ref()?;
        Some(format!("is incomplete ({})", with_causes(&**cause)))
    }

    pub fn error(&self, kind: ErrorKind, reason: impl Into<String>) -> Error {
        let body = truncated(&self.body, MAX_ERROR_BODY);
        Error::new(kind, reason)
            .with_response(self.status, self.request_id.clone(), body)
            .with_retry_after(self.retry_after)
    }

    /// What a status that is not a success means, and the reason to report.
    pub fn error_kind(&self, effect: Effect) -> (ErrorKind, String) {
        let status = self.status;
        let reason = format!("status {status}{}", self.message());
        let kind = match ResponseMeaning::of_status(status) {
            ResponseMeaning::Rejected => {
                let issues = map_server_errors(status, &self.body);
                return (ErrorKind::Rejected(issues), format!("status {status}"));
            }
            ResponseMeaning::Unauthorized => ErrorKind::Unauthorized,
            ResponseMeaning::RateLimited => ErrorKind::RateLimited {
                retry_after: self.retry_after,
            },
            ResponseMeaning::NotFound => ErrorKind::NotFound,
            ResponseMeaning::Created | ResponseMeaning::Unknown => effect.failure(),
        };
        if !(300..400).contains(&status) {
            return (kind, reason);
        }
        let location = self.location.as_deref().unwrap_or("an unknown location");
        let redirect = format!(
            "status {status}, a redirect to {location}; redirects are not followed, so that no other server receives the \
             credentials"
        );
        (kind, redirect)
    }

    /// The API's own message, if the body is JSON with a `detail` or a similar key.
    fn message(&self) -> String {
        let object: Option<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(&self.body).ok();
        let message = object.and_then(|object| {
            ["detail", "error_description", "error", "title", "message"]
                .iter()
                .find_map(|key| object.get(*key)?.as_str().filter(|text| is_readable(text)))
                .map(|text| truncated(text, 300))
        });
        message.map(|text| format!(", {text:?}")).unwrap_or_default()
    }
}

/// `Retry-After`: seconds, or a date by the server's clock, which may differ from this machine's.
fn parse_retry_after(text: &str, server_time: SystemTime) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(server_time).unwrap_or_default())
}

/// The time by the server's clock when it sent a response: its `Date`, or what earlier responses tell about its clock.
fn server_time(headers: &HeaderMap, clock_offset: Option<i64>) -> SystemTime {
    if let Some(date) = header(headers, DATE.as_str()).and_then(|text| httpdate::parse_http_date(text).ok()) {
        return date;
    }
    let now = SystemTime::now();
    let offset = clock_offset.unwrap_or_default();
    let distance = Duration::from_secs(offset.unsigned_abs());
    let time = if offset < 0 {
        now.checked_sub(distance)
    } else {
        now.checked_add(distance)
    };
    time.unwrap_or(now)
}

/// A header as text, unless it is empty.
pub(super) fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().filter(|text| !text.is_empty())
}

/// The first characters of a text.
pub(super) fn truncated(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
