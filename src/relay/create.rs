//! `POST /cases/`: validates a request again, sends it once, and returns the outcome.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::task::JoinHandle;
use tracing::{info, warn};

use super::body;
use super::keys::Claim;
use super::problem_details::ProblemDetails;
use super::request::{idempotency_key, language, require_instance};
use super::state::RelayState;
use super::status::RequestStatus;
use crate::options::{Defaults, Options, UnknownFields};
use crate::payload::Payload;
use crate::request::Revision;

/// A request that was accepted.
enum Accepted {
    /// With an idempotency key, under which its status is stored.
    WithKey(String),
    /// Without one.
    WithoutKey(JoinHandle<RequestStatus>),
}

/// Creates a case.
pub(super) async fn create(State(state): State<Arc<RelayState>>, request: Request) -> Response {
    let accepted = match accept(&state, request).await {
        Ok(accepted) => accepted,
        Err(problem) => {
            info!(problem = problem.name, "a request was not sent");
            return problem.into_response();
        }
    };
    let status = async {
        let status = match accepted {
            Accepted::WithKey(key) => state.keys.final_status(&key).await,
            Accepted::WithoutKey(sending) => sending.await.ok(),
        };
        status.unwrap_or_else(RequestStatus::unknown)
    };
    let status = tokio::time::timeout(state.options.response_timeout, status).await;
    status.unwrap_or(RequestStatus::InProgress).into_response()
}

/// Validates a request, and starts to send it unless it was sent before. From then on, sending is independent of the
/// connection to the page.
async fn accept(state: &Arc<RelayState>, request: Request) -> Result<Accepted, ProblemDetails> {
    state.create_limit.acquire()?;
    let (parts, body) = request.into_parts();
    body::require_json(&parts.headers)?;
    let key = idempotency_key(&parts.headers)?;
    require_instance(&parts.headers, &state.instance)?;
    let options = match parts.uri.query() {
        None => state.options.request_options.clone(),
        Some(query) if state.options.page_options => page_options(query, &state.options.request_options)?,
        Some(_) => return Err(invalid_query()),
    };
    let bytes = body::read(&state.options, &parts.headers, body).await?;
    let payload = crate::read_json_with(&bytes, &options).build().map_err(|issues| {
        ProblemDetails::with_issues(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid-request",
            "The request is invalid. Nothing was sent to the API.",
            &issues,
            language(&parts.headers),
        )
    })?;
    let Some(key) = key else {
        return Ok(Accepted::WithoutKey(tokio::spawn(send(Arc::clone(state), payload))));
    };
    match state.keys.claim(key, payload.body().as_bytes()) {
        Claim::Send => {
            let (state, key) = (Arc::clone(state), key.to_owned());
            let sending = tokio::spawn(send(Arc::clone(&state), payload));
            tokio::spawn(async move {
                // If the task panicked, the request may have been sent.
                let status = sending.await.unwrap_or_else(|_| RequestStatus::unknown());
                state.keys.finish(&key, status);
            });
        }
        Claim::Known => {}
        Claim::OtherBody => {
            return Err(ProblemDetails::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "key-reused",
                "The Idempotency-Key belongs to another request.",
                "This Idempotency-Key was used with another request body. Use a new key for a new request. Nothing was sent to \
                 the API.",
            ));
        }
        Claim::Full => {
            return Err(ProblemDetails::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "This server is busy.",
                "This server cannot store more idempotency keys. Nothing was sent to the API. Try again in one minute.",
            )
            .with_retry_after(Duration::from_secs(60)));
        }
    }
    Ok(Accepted::WithKey(key.to_owned()))
}

/// Sends a request to the API.
async fn send(state: Arc<RelayState>, payload: Payload) -> RequestStatus {
    let _permit = state.permit().await;
    let result = state.client.create_case(&payload).await;
    let status = RequestStatus::new(&result);
    match (&result, &status) {
        (Ok(case), _) => {
            state.cases.insert(case.id);
            info!(case = case.id, "a case was created");
        }
        (Err(error), RequestStatus::Failed(problem)) => warn!(
            problem = problem.name,
            status = error.status(),
            request_id = error.request_id(),
            attempts = error.attempts(),
            "no case was created, or the outcome is unknown"
        ),
        (Err(_), _) => {}
    }
    status
}

fn invalid_query() -> ProblemDetails {
    ProblemDetails::new(
        StatusCode::BAD_REQUEST,
        "bad-query",
        "Invalid query.",
        "The query can contain only a revision that this server accepts, unknown_fields=reject|strip|keep and \
         defaults=explicit|omit, and only if this server lets pages choose these options. Nothing was sent to the API.",
    )
}

/// The options with the choices of a page.
fn page_options(query: &str, base: &Options) -> Result<Options, ProblemDetails> {
    let mut options = base.clone();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        options = match pair {
            "unknown_fields=reject" => options.with_unknown_fields(UnknownFields::Reject),
            "unknown_fields=strip" => options.with_unknown_fields(UnknownFields::Strip),
            "unknown_fields=keep" => options.with_unknown_fields(UnknownFields::Keep),
            "defaults=explicit" => options.with_defaults(Defaults::Explicit),
            "defaults=omit" => options.with_defaults(Defaults::Omit),
            other => {
                let named = other.strip_prefix("revision=").and_then(Revision::named);
                match named.filter(|revision| *revision <= base.revision()) {
                    Some(revision) => options.with_revision(revision),
                    None => return Err(invalid_query()),
                }
            }
        };
    }
    Ok(options)
}
