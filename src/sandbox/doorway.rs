//! What every request goes through first: it is counted, gets its faults and its id, and some connections are closed.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::{HeaderName, Method, Request, StatusCode, header, request::Parts};
use axum::response::Response;

use super::answer::{detail, html, json, server_error, unauthorized, with};
use super::api::{self, CASES};
use super::state::{lock, random_text};
use super::{Fault, Sandbox, control};

/// A body larger than this is not read: the limit of the library itself.
const MOST_BYTES: usize = crate::DEFAULT_MAX_BYTES as usize;

/// The service behind each connection.
#[derive(Clone)]
pub(super) struct Doorway(pub(super) Sandbox);

/// The connection is to be closed without an answer. For the server that is an error of the service.
#[derive(Debug)]
pub(super) struct Closed;

impl std::fmt::Display for Closed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("the sandbox closed the connection, as it was told to")
    }
}

impl std::error::Error for Closed {}

impl<B> tower::Service<Request<B>> for Doorway
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Closed;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Closed>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Closed>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let sandbox = self.0.clone();
        let request = request.map(Body::new);
        Box::pin(async move {
            let id = random_text(24);
            let answer = answer(&sandbox, request, &id).await?;
            Ok(with(answer, HeaderName::from_static("x-request-id"), &id))
        })
    }
}

async fn answer(sandbox: &Sandbox, request: Request<Body>, id: &str) -> Result<Response, Closed> {
    let (parts, body) = request.into_parts();
    let is_api = parts.uri.path().starts_with("/api/");
    let creates = parts.method == Method::POST && parts.uri.path() == CASES;
    if is_api {
        sandbox.state.count(creates);
    }
    // The whole body comes first, also where it will not be looked at: closing a connection on bytes that were not read
    // resets it, and the other side might never see an answer that was sent before.
    let Ok(body) = to_bytes(body, MOST_BYTES).await else {
        let answer = detail(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large or was cut.");
        return Ok(with(answer, header::CONNECTION, "close"));
    };
    if !is_api {
        return Ok(control::answer(sandbox, &parts, &body).await);
    }
    let [slow, fault] = lock(&sandbox.state.plan).draw(creates);
    if let Some(Fault::Slow(time)) = slow {
        tokio::time::sleep(time).await;
    }
    if let Some(fault) = fault
        && let Some(answer) = instead(sandbox, &parts, fault).await?
    {
        return Ok(answer);
    }
    let request = api::Request {
        state: &sandbox.state,
        parts: &parts,
        body: &body,
        id,
    };
    let answer = request.answer().await;
    match fault {
        Some(Fault::DropAfter) => Err(Closed),
        Some(Fault::GarbageAfter) if answer.status().is_success() => {
            Ok(html(StatusCode::CREATED, "Thank you for your request"))
        }
        _ => Ok(answer),
    }
}

/// What is answered instead of doing what was asked, by faults that let nothing be done.
async fn instead(sandbox: &Sandbox, parts: &Parts, fault: Fault) -> Result<Option<Response>, Closed> {
    Ok(Some(match fault {
        Fault::DropBefore => return Err(Closed),
        Fault::None | Fault::Slow(_) | Fault::DropAfter | Fault::GarbageAfter => return Ok(None),
        Fault::Fail500 => server_error(),
        Fault::Fail503(time) => with(
            html(StatusCode::SERVICE_UNAVAILABLE, "503 Service Unavailable"),
            header::RETRY_AFTER,
            &seconds(time).to_string(),
        ),
        Fault::TooMany(time) => {
            let seconds = seconds(time);
            let unit = if seconds == 1 { "second" } else { "seconds" };
            let text = format!("Request was throttled. Expected available in {seconds} {unit}.");
            with(
                detail(StatusCode::TOO_MANY_REQUESTS, &text),
                header::RETRY_AFTER,
                &seconds.to_string(),
            )
        }
        Fault::BadRequest => json(
            StatusCode::BAD_REQUEST,
            &serde_json::json!({ "non_field_errors": ["The sandbox was told to refuse this request."] }),
        ),
        Fault::BadFieldsLists => bad_fields(serde_json::json!([told_to_refuse()])),
        Fault::BadFieldsObjects => bad_fields(serde_json::json!({ "0": told_to_refuse() })),
        Fault::Unauthorized => {
            if let Some(token) = api::bearer(&parts.headers)
                && let Err(error) = sandbox.state.revoke_token(token.to_owned()).await
            {
                tracing::error!(%error, "a token could not be revoked");
            }
            unauthorized(Some("The access token was revoked."))
        }
        Fault::Garbage => html(StatusCode::OK, "Please log in to the network"),
    }))
}

/// `Retry-After` has whole seconds only.
fn seconds(time: Duration) -> u64 {
    time.as_secs().saturating_add(u64::from(time.subsec_nanos() > 0))
}

fn told_to_refuse() -> serde_json::Value {
    serde_json::json!({ "check_type": ["The sandbox was told to refuse this check."] })
}

fn bad_fields(checks: serde_json::Value) -> Response {
    let webhook = "The sandbox was told to refuse this address.";
    json(
        StatusCode::BAD_REQUEST,
        &serde_json::json!({ "webhook_url": [webhook], "checks": checks }),
    )
}
