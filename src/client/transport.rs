//! Sends one HTTP request and reads its response.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use reqwest::Method;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, DATE, HeaderMap, HeaderValue};
use tracing::debug;

use super::base_url::BaseUrl;
use super::body::ReceivedBody;
use super::error::{Error, ErrorKind, NotSentReason, with_causes};
use super::response::{ApiResponse, Effect, header};
use super::secrets::Secrets;

/// A request to the API.
#[derive(Debug)]
pub(super) struct ApiRequest<'a> {
    pub method: Method,
    /// Below the base URL.
    pub path: &'a str,
    pub query: &'a [(&'a str, String)],
    /// JSON.
    pub body: Option<&'a str>,
    pub effect: Effect,
}

/// The connections to one API.
#[derive(Debug)]
pub(super) struct Transport {
    pub http: reqwest::Client,
    pub base_url: BaseUrl,
    pub secrets: Secrets,
    /// How many seconds the server's clock is ahead of this machine's; `None` before the first response with a `Date`.
    pub clock_offset: Mutex<Option<i64>>,
}

impl Transport {
    /// How many seconds the server's clock is ahead of this machine's, if that is known.
    pub fn clock_offset(&self) -> Option<i64> {
        *self.clock_offset.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a request once. Every status is a response; an error means that there was none.
    pub async fn send(
        &self,
        request: &ApiRequest<'_>,
        authorization: Option<HeaderValue>,
    ) -> Result<ApiResponse, Error> {
        let url = self.base_url.join(request.path, request.query);
        let mut http_request = self
            .http
            .request(request.method.clone(), url)
            .header(ACCEPT, "application/json")
            // Without it, any encoding is acceptable. Bodies are small.
            .header(ACCEPT_ENCODING, "identity");
        if let Some(authorization) = authorization {
            http_request = http_request.header(AUTHORIZATION, authorization);
        }
        if let Some(body) = request.body {
            http_request = http_request
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_owned());
        }
        let response = match http_request.send().await {
            Ok(response) => response,
            Err(error) => return Err(transport_error(error, request.effect)),
        };
        if let Some(offset) = offset_of(response.headers()) {
            *self.clock_offset.lock().unwrap_or_else(PoisonError::into_inner) = Some(offset);
        }
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = ReceivedBody::read(response).await;
        let response = ApiResponse::new(status, &headers, body, &self.secrets, self.clock_offset());
        debug!(
            status,
            request_id = response.request_id.as_deref(),
            bytes = response.body.len(),
            "received a response"
        );
        Ok(response)
    }
}

fn offset_of(headers: &HeaderMap) -> Option<i64> {
    let seconds = |time: SystemTime| i64::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_secs()).ok();
    let date = httpdate::parse_http_date(header(headers, DATE.as_str())?).ok()?;
    Some(seconds(date)?.saturating_sub(seconds(SystemTime::now())?))
}

/// The error if there is no response.
fn transport_error(error: reqwest::Error, effect: Effect) -> Error {
    let reason = with_causes(&error);
    let not_sent = |why| (ErrorKind::NotSent(why), reason.clone());
    let (kind, reason) = if error.is_builder() {
        not_sent(NotSentReason::InvalidRequest)
    } else if error.is_connect() && is_tls(&error) {
        not_sent(NotSentReason::Tls)
    } else if error.is_connect() {
        not_sent(NotSentReason::Unreachable)
    } else {
        let event = if error.is_timeout() {
            "the request timed out"
        } else {
            "the connection broke before a response was received"
        };
        (effect.failure(), format!("{event} ({reason})"))
    };
    Error::new(kind, reason).with_cause(Arc::new(error))
}

/// Whether TLS is among the causes. An I/O error contains another error without returning it as its source.
fn is_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>() || inner.is_some_and(|inner| is_tls(inner)) || error.source().is_some_and(is_tls)
}
