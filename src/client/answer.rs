//! One request and what came back: from statuses and broken connections to what is known.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::header::{DATE, HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::{RequestBuilder, Response};
use tracing::debug;

use super::error::{Error, Kind, Obstacle};
use super::settings::chain;
use super::token::Tokens;
use crate::response::{Case, CasePage};
use crate::server_errors::map_server_errors;

/// More than this is not read of an answer.
const MOST_READ: usize = 16 * 1024 * 1024;

/// Of the body of an answer that is an error, so many characters are kept.
const MOST_KEPT: usize = 2_000;

/// Headers in which servers and gateways give a request's id. Decision: none is documented.
const REQUEST_IDS: &[&str] = &[
    "x-request-id",
    "request-id",
    "x-amzn-requestid",
    "x-correlation-id",
    "cf-ray",
];

/// What a request does when it arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// It makes a case, each time.
    Creates,
    /// Nothing that a second time would do again.
    None,
}

/// How far the server's clock is ahead, in seconds.
#[derive(Debug)]
pub(super) struct Clock(AtomicI64);

impl Default for Clock {
    fn default() -> Self {
        Self(AtomicI64::new(i64::MIN))
    }
}

impl Clock {
    pub fn ahead(&self) -> Option<i64> {
        Some(self.0.load(Ordering::Relaxed)).filter(|ahead| *ahead != i64::MIN)
    }

    fn read(&self, headers: &HeaderMap) {
        let seconds = |time: SystemTime| {
            let since = time.duration_since(UNIX_EPOCH).ok()?;
            i64::try_from(since.as_secs()).ok()
        };
        let theirs = text(headers, DATE.as_str())
            .and_then(|date| httpdate::parse_http_date(date).ok())
            .and_then(seconds);
        if let (Some(theirs), Some(ours)) = (theirs, seconds(SystemTime::now())) {
            self.0.store(theirs.saturating_sub(ours), Ordering::Relaxed);
        }
    }
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub status: u16,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    location: Option<String>,
    /// Without credentials, should the server repeat them.
    body: String,
    /// Why the body is not whole.
    broken: Option<String>,
}

/// All that has to be in the answer that a case was created.
#[cfg(feature = "batch")]
#[derive(serde::Deserialize)]
struct CaseNumber {
    id: i64,
}

/// Sends a request and reads the answer.
pub(super) async fn ask(
    request: RequestBuilder,
    tokens: &Tokens,
    clock: &Clock,
    effect: Effect,
) -> Result<Answer, Error> {
    let response = match request.send().await {
        Ok(response) => response,
        Err(error) => return Err(unanswered(&error, effect)),
    };
    let status = response.status().as_u16();
    let headers = response.headers();
    clock.read(headers);
    let request_id = REQUEST_IDS
        .iter()
        .find_map(|name| text(headers, name))
        .map(|id| tokens.without_secrets(kept(id, 200)));
    let retry_after = text(headers, RETRY_AFTER.as_str()).and_then(read_retry_after);
    let location = text(headers, LOCATION.as_str()).map(|place| tokens.without_secrets(kept(place, 500)));
    let (body, broken) = read(response).await;
    debug!(status, request_id, bytes = body.len(), "answered");
    Ok(Answer {
        status,
        request_id,
        retry_after,
        location,
        body: tokens.without_secrets(body),
        broken,
    })
}

/// What is known when no answer came.
fn unanswered(error: &reqwest::Error, effect: Effect) -> Error {
    let reason = chain(error);
    if error.is_builder() {
        return Error::new(Kind::NeverSent(Obstacle::Unwritable), reason);
    }
    if error.is_connect() {
        let obstacle = if is_tls(error) {
            Obstacle::Tls
        } else {
            Obstacle::Unreachable
        };
        return Error::new(Kind::NeverSent(obstacle), reason);
    }
    let said = if error.is_timeout() {
        format!("no answer came in time ({reason})")
    } else {
        format!("the connection broke before an answer came ({reason})")
    };
    match effect {
        Effect::Creates => Error::new(Kind::OutcomeUnknown, said),
        Effect::None => Error::new(Kind::Server, said),
    }
}

/// Whether TLS is among the causes. An I/O error wraps others without being their cause.
fn is_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>() || wrapped.is_some_and(|wrapped| is_tls(wrapped)) || error.source().is_some_and(is_tls)
}

/// The body as far as it came, and why it is not whole.
async fn read(mut response: Response) -> (String, Option<String>) {
    let mut bytes = Vec::new();
    let broken = loop {
        match response.chunk().await {
            Ok(Some(chunk)) if bytes.len().saturating_add(chunk.len()) <= MOST_READ => bytes.extend_from_slice(&chunk),
            Ok(Some(_)) => break Some(format!("it is longer than {MOST_READ} bytes")),
            Ok(None) => break None,
            Err(error) => break Some(chain(&error)),
        }
    };
    let text = String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    (text, broken)
}

impl Answer {
    /// Itself when it is a success, else what is known.
    pub fn success(self, effect: Effect) -> Result<Self, Error> {
        if (200..300).contains(&self.status) {
            return Ok(self);
        }
        let (kind, reason) = self.kind(effect);
        Err(self.error(kind, reason))
    }

    /// The case in the body.
    pub fn case(self, effect: Effect) -> Result<Case, Error> {
        self.created(effect)
    }

    /// The number of the case in the body.
    #[cfg(feature = "batch")]
    pub fn case_number(self) -> Result<i64, Error> {
        self.created(Effect::Creates).map(|CaseNumber { id }| id)
    }

    fn created<Wanted: serde::de::DeserializeOwned>(self, effect: Effect) -> Result<Wanted, Error> {
        let answer = self.success(effect)?;
        answer.read().map_err(|why| match effect {
            Effect::Creates => answer.error(
                Kind::OutcomeUnknown,
                format!(
                    "the answer has the status {}, but its body is no case ({why})",
                    answer.status
                ),
            ),
            Effect::None => answer.error(Kind::Server, format!("the body is no case ({why})")),
        })
    }

    /// The page of cases in the body.
    pub fn page(self) -> Result<CasePage, Error> {
        self.read()
            .map_err(|why| self.error(Kind::Server, format!("the body is no page of cases ({why})")))
    }

    /// The body as the type asked for, or why it is not.
    pub fn read<Wanted: serde::de::DeserializeOwned>(&self) -> Result<Wanted, String> {
        if let Some(broken) = &self.broken {
            return Err(format!("it did not come whole: {broken}"));
        }
        serde_json::from_str(&self.body).map_err(|error| error.to_string())
    }

    /// The beginning of the body.
    pub fn body_text(&self) -> String {
        kept(self.body.trim(), 300)
    }

    pub fn error(&self, kind: Kind, reason: impl Into<String>) -> Error {
        let body = kept(&self.body, MOST_KEPT);
        Error::new(kind, reason).answered(self.status, self.request_id.clone(), body)
    }

    /// What a status that is no success means.
    pub fn kind(&self, effect: Effect) -> (Kind, String) {
        let status = self.status;
        let said = self.said();
        match status {
            401 | 403 => (Kind::Unauthorized, format!("status {status}{said}")),
            429 => {
                let retry_after = self.retry_after;
                (Kind::RateLimited { retry_after }, format!("status 429{said}"))
            }
            404 | 405 => (Kind::NotFound, format!("status {status}{said}")),
            301 | 302 | 307 | 308 => (
                Kind::NotFound,
                format!(
                    "status {status}, a redirect to {}; redirects are not followed, so that nobody else gets the credentials. \
                     Check the base URL",
                    self.location.as_deref().unwrap_or("nowhere")
                ),
            ),
            // 408: the server did not read the whole request, says the standard; but a gateway may say it too.
            400..500 if status != 408 => (
                Kind::Rejected(map_server_errors(status, &self.body)),
                format!("status {status}"),
            ),
            _ if effect == Effect::Creates => (
                Kind::OutcomeUnknown,
                format!("the server answered with the status {status}{said}"),
            ),
            _ => (Kind::Server, format!("status {status}{said}")),
        }
    }

    /// The server's own words, where the body is JSON with a `detail`, or the like.
    fn said(&self) -> String {
        let object: Option<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(&self.body).ok();
        let words = object.and_then(|object| {
            ["detail", "error_description", "error", "title", "message"]
                .iter()
                .find_map(|key| object.get(*key)?.as_str().map(|words| kept(words, 300)))
        });
        words.map(|words| format!(", {words:?}")).unwrap_or_default()
    }
}

/// `Retry-After`: seconds, or a date.
fn read_retry_after(text: &str) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(SystemTime::now()).unwrap_or_default())
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().filter(|text| !text.is_empty())
}

/// The beginning of a text.
fn kept(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
