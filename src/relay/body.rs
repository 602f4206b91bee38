//! Reads the body of a request: JSON, up to a maximum size and within a maximum time.

use std::pin::Pin;

use axum::body::{Body, HttpBody};
use axum::http::{HeaderMap, StatusCode, header};

use super::RelayOptions;
use super::problem_details::ProblemDetails;

/// Rejects a body whose media type is not JSON. A form of another site can send any text, but not with this type.
pub(super) fn require_json(headers: &HeaderMap) -> Result<(), ProblemDetails> {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let value = value.unwrap_or_default();
    let (media_type, parameters) = value.split_once(';').unwrap_or((value, ""));
    let parameters = parameters.trim().to_ascii_lowercase();
    let is_utf8 = matches!(parameters.as_str(), "" | "charset=utf-8" | "charset=\"utf-8\"");
    if media_type.trim().eq_ignore_ascii_case("application/json") && is_utf8 {
        return Ok(());
    }
    Err(ProblemDetails::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "not-json",
        "The request body must be JSON.",
        "Send the request in UTF-8, with the header Content-Type: application/json. Nothing was sent to the API.",
    ))
}

/// Reads the body.
pub(super) async fn read(options: &RelayOptions, headers: &HeaderMap, body: Body) -> Result<Vec<u8>, ProblemDetails> {
    let max = options
        .max_body_bytes
        .min(usize::try_from(options.request_options.max_bytes()).unwrap_or(usize::MAX));
    let length = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok());
    if length
        .and_then(|text| text.parse().ok())
        .is_some_and(|length: usize| length > max)
    {
        return Err(too_large(max));
    }
    match tokio::time::timeout(options.body_timeout, collect(body, max)).await {
        Ok(result) => result,
        Err(_) => Err(ProblemDetails::new(
            StatusCode::REQUEST_TIMEOUT,
            "too-slow",
            "The request body took too long.",
            format!(
                "The complete body must arrive within {} s. Nothing was sent to the API.",
                options.body_timeout.as_secs_f64()
            ),
        )),
    }
}

async fn collect(mut body: Body, max: usize) -> Result<Vec<u8>, ProblemDetails> {
    let mut bytes = Vec::new();
    while let Some(frame) = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|_| {
            ProblemDetails::new(
                StatusCode::BAD_REQUEST,
                "broken-body",
                "The request body is incomplete.",
                "The connection was interrupted, or the body is not framed correctly. Nothing was sent to the API.",
            )
        })?;
        if let Ok(data) = frame.into_data() {
            if bytes.len().saturating_add(data.len()) > max {
                return Err(too_large(max));
            }
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes)
}

fn too_large(max: usize) -> ProblemDetails {
    ProblemDetails::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too-large",
        "The request body is too large.",
        format!("The maximum size is {max} bytes. Nothing was sent to the API."),
    )
}
