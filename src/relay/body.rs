//! Reading the body of a request: JSON, of a limited size, within a limited time.

use std::pin::Pin;

use axum::body::{Body, HttpBody};
use axum::http::{HeaderMap, StatusCode, header};

use super::Settings;
use super::problem::Problem;

/// Refuses a body that is not said to be JSON. A form of another site can send any text, but not with this type.
pub(super) fn must_be_json(headers: &HeaderMap) -> Result<(), Problem> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let (kind, parameters) = given
        .unwrap_or_default()
        .split_once(';')
        .unwrap_or((given.unwrap_or_default(), ""));
    let parameters = parameters.trim().to_ascii_lowercase();
    let is_utf8 = matches!(parameters.as_str(), "" | "charset=utf-8" | "charset=\"utf-8\"");
    if kind.trim().eq_ignore_ascii_case("application/json") && is_utf8 {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "not-json",
        "The body must be JSON.",
        "Send the request with the header Content-Type: application/json, in UTF-8. Nothing was sent to the API.",
    ))
}

/// Reads the body, or says why it could not.
pub(super) async fn read(settings: &Settings, headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Problem> {
    let most = settings
        .max_body
        .min(usize::try_from(settings.options.max_bytes).unwrap_or(usize::MAX));
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok());
    if announced
        .and_then(|text| text.parse().ok())
        .is_some_and(|length: usize| length > most)
    {
        return Err(too_large(most));
    }
    match tokio::time::timeout(settings.body_timeout, collect(body, most)).await {
        Ok(result) => result,
        Err(_) => Err(Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            "too-slow",
            "The body took too long.",
            format!(
                "The whole body must come within {} s. Nothing was sent to the API.",
                settings.body_timeout.as_secs_f64()
            ),
        )),
    }
}

async fn collect(mut body: Body, most: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(frame) = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|_| {
            Problem::new(
                StatusCode::BAD_REQUEST,
                "broken-body",
                "The body did not come whole.",
                "The connection broke, or the body is not framed as it should be. Nothing was sent to the API.",
            )
        })?;
        if let Ok(data) = frame.into_data() {
            if bytes.len().saturating_add(data.len()) > most {
                return Err(too_large(most));
            }
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes)
}

fn too_large(most: usize) -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too-large",
        "The body is too large.",
        format!("A request may have {most} bytes here. Nothing was sent to the API."),
    )
}
