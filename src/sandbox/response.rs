//! Responses in the format of Django REST Framework and its OAuth provider.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

/// A JSON response.
pub(super) fn json(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_string(value) {
        Ok(text) => typed(status, "application/json", text),
        Err(_) => server_error(),
    }
}

/// A JSON response with one message.
pub(super) fn detail(status: StatusCode, text: &str) -> Response {
    json(status, &json!({ "detail": text }))
}

/// A text response with a media type.
pub(super) fn typed(status: StatusCode, media_type: &'static str, text: impl Into<Body>) -> Response {
    (status, [(header::CONTENT_TYPE, media_type)], text.into()).into_response()
}

/// An HTML page with a heading, as servers and gateways return.
pub(super) fn html(status: StatusCode, heading: &str) -> Response {
    let text = format!("<!doctype html>\n<html lang=\"en\"><title>{heading}</title>\n<h1>{heading}</h1>\n</html>\n");
    typed(status, "text/html; charset=utf-8", text)
}

pub(super) fn server_error() -> Response {
    html(StatusCode::INTERNAL_SERVER_ERROR, "Server Error (500)")
}

pub(super) async fn not_found() -> Response {
    detail(StatusCode::NOT_FOUND, "Not found.")
}

/// The router adds the header `Allow`.
pub(super) async fn method_not_allowed(method: Method) -> Response {
    detail(
        StatusCode::METHOD_NOT_ALLOWED,
        &format!("Method \"{method}\" not allowed."),
    )
}

/// Without a token there is no reason in the challenge.
pub(super) fn unauthorized(reason: Option<&str>) -> Response {
    let challenge = match reason {
        Some(reason) => format!("Bearer realm=\"api\",error=\"invalid_token\",error_description=\"{reason}\""),
        None => "Bearer realm=\"api\"".to_owned(),
    };
    let response = detail(
        StatusCode::UNAUTHORIZED,
        "Authentication credentials were not provided.",
    );
    with_header(response, header::WWW_AUTHENTICATE, &challenge)
}

/// Adds a header. A value that is not allowed in a header is ignored.
pub(super) fn with_header(mut response: Response, name: HeaderName, value: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
    response
}

/// A time in the whole seconds of `Retry-After` and `expires_in`, rounded up.
pub(super) fn whole_seconds(time: Duration) -> u64 {
    time.as_secs().saturating_add(u64::from(time.subsec_nanos() > 0))
}
