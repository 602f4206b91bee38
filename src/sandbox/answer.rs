//! Answers as Django REST Framework and its OAuth provider word them.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

/// An answer in JSON.
pub(super) fn json(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_string(value) {
        Ok(text) => typed(status, "application/json", text),
        Err(_) => server_error(),
    }
}

/// An answer with one sentence.
pub(super) fn detail(status: StatusCode, text: &str) -> Response {
    json(status, &json!({ "detail": text }))
}

/// Text of a media type.
pub(super) fn typed(status: StatusCode, media_type: &'static str, text: impl Into<Body>) -> Response {
    (status, [(header::CONTENT_TYPE, media_type)], text.into()).into_response()
}

/// HTML with one heading, as servers and what stands before them answer.
pub(super) fn html(status: StatusCode, heading: &str) -> Response {
    let text = format!("<!doctype html>\n<html lang=\"en\"><title>{heading}</title>\n<h1>{heading}</h1>\n</html>\n");
    typed(status, "text/html; charset=utf-8", text)
}

pub(super) fn server_error() -> Response {
    html(StatusCode::INTERNAL_SERVER_ERROR, "Server Error (500)")
}

pub(super) fn not_found() -> Response {
    detail(StatusCode::NOT_FOUND, "Not found.")
}

pub(super) fn not_allowed(method: &str, allowed: &'static str) -> Response {
    let answer = detail(
        StatusCode::METHOD_NOT_ALLOWED,
        &format!("Method \"{method}\" not allowed."),
    );
    with(answer, header::ALLOW, allowed)
}

/// Without a token the challenge is bare; with one that is not good it says why.
pub(super) fn unauthorized(why: Option<&str>) -> Response {
    let challenge = match why {
        Some(why) => format!("Bearer realm=\"api\",error=\"invalid_token\",error_description=\"{why}\""),
        None => "Bearer realm=\"api\"".to_owned(),
    };
    let answer = detail(
        StatusCode::UNAUTHORIZED,
        "Authentication credentials were not provided.",
    );
    with(answer, header::WWW_AUTHENTICATE, &challenge)
}

/// With a header more. A value that cannot stand in a header is left out.
pub(super) fn with(mut answer: Response, name: HeaderName, value: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
    answer
}
