//! What happens to every request: it is counted, it may get faults, and its response gets an ID.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderName, Method, StatusCode, header, request::Parts};
use axum::response::Response;
use hyper::body::Incoming;
use serde_json::{Value, json};
use tower::{Service, ServiceExt};

use super::api::{self, CASES, RequestId};
use super::response::{detail, html, json, not_found, server_error, unauthorized, whole_seconds, with_header};
use super::state::{SandboxState, random_text};
use super::{Fault, control};

/// The maximum size of a request body, which is that of the core.
const MAX_BODY_BYTES: usize = crate::DEFAULT_MAX_BYTES as usize;

/// The service of each connection. An error closes the connection without a response.
pub(super) fn service(
    state: Arc<SandboxState>,
) -> impl Service<Request<Incoming>, Response = Response, Error = io::Error, Future: Send> + Clone {
    let router = api::router(&state).merge(control::router(&state)).fallback(not_found);
    tower::service_fn(move |request: Request<Incoming>| {
        let (state, router) = (Arc::clone(&state), router.clone());
        async move {
            let id = RequestId(random_text(24));
            let response = respond(&state, router, request, id.clone()).await?;
            Ok(with_header(response, HeaderName::from_static("x-request-id"), &id.0))
        }
    })
}

async fn respond(
    state: &SandboxState,
    router: Router,
    request: Request<Incoming>,
    id: RequestId,
) -> io::Result<Response> {
    let (mut parts, body) = request.into_parts();
    let is_api = parts.uri.path().starts_with("/api/");
    let creates = parts.method == Method::POST && parts.uri.path() == CASES;
    if is_api {
        state.count_request(creates);
    }
    // The whole body is read even if it is not used: closing a connection with unread bytes resets it, and the client may
    // then lose a response that was sent before.
    let Ok(body) = to_bytes(Body::new(body), MAX_BODY_BYTES).await else {
        let response = detail(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large or incomplete.");
        return Ok(with_header(response, header::CONNECTION, "close"));
    };
    let [slow, fault] = if is_api {
        state.plan().next_faults(creates)
    } else {
        [None, None]
    };
    if let Some(Fault::Slow(time)) = slow {
        tokio::time::sleep(time).await;
    }
    if let Some(fault) = fault
        && let Some(response) = respond_instead(state, &parts, fault)?
    {
        return Ok(response);
    }
    parts.extensions.insert(id);
    let Ok(response) = router.oneshot(Request::from_parts(parts, Body::from(body))).await;
    match fault {
        Some(Fault::DropAfter) => Err(close_connection()),
        Some(Fault::GarbageAfter) if response.status().is_success() => {
            Ok(html(StatusCode::CREATED, "Thank you for your request"))
        }
        _ => Ok(response),
    }
}

/// The response of a fault that replaces the processing of the request.
fn respond_instead(state: &SandboxState, parts: &Parts, fault: Fault) -> io::Result<Option<Response>> {
    Ok(Some(match fault {
        Fault::DropBefore => return Err(close_connection()),
        Fault::None | Fault::Slow(_) | Fault::DropAfter | Fault::GarbageAfter => return Ok(None),
        Fault::Fail500 => server_error(),
        Fault::Fail503(time) => with_header(
            html(StatusCode::SERVICE_UNAVAILABLE, "503 Service Unavailable"),
            header::RETRY_AFTER,
            &whole_seconds(time).to_string(),
        ),
        Fault::TooMany(time) => {
            let seconds = whole_seconds(time);
            let unit = if seconds == 1 { "second" } else { "seconds" };
            let text = format!("Request was throttled. Expected available in {seconds} {unit}.");
            let response = detail(StatusCode::TOO_MANY_REQUESTS, &text);
            with_header(response, header::RETRY_AFTER, &seconds.to_string())
        }
        Fault::BadRequest => {
            let reason = "The request was rejected by a fault of the sandbox.";
            json(StatusCode::BAD_REQUEST, &json!({ "non_field_errors": [reason] }))
        }
        Fault::BadFieldsLists => bad_fields(&json!([bad_check()])),
        Fault::BadFieldsObjects => bad_fields(&json!({ "0": bad_check() })),
        Fault::Unauthorized => {
            if let Some(token) = api::bearer_token(&parts.headers) {
                state.store().revoke_token(token);
            }
            unauthorized(Some("The access token was revoked."))
        }
        Fault::Garbage => html(StatusCode::OK, "Please log in to the network"),
    }))
}

fn close_connection() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionAborted, "closed by a fault of the sandbox")
}

fn bad_check() -> Value {
    json!({ "check_type": ["This check was rejected by a fault of the sandbox."] })
}

fn bad_fields(checks: &Value) -> Response {
    let webhook = "This URL was rejected by a fault of the sandbox.";
    json(
        StatusCode::BAD_REQUEST,
        &json!({ "webhook_url": [webhook], "checks": checks }),
    )
}
