//! `POST /cases/`: validates a request again, has it sent unless that has happened before, and returns the outcome.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::sync::oneshot;
use tracing::info;

use super::body;
use super::keys::{Claim, Unavailable};
use super::outgoing::Outgoing;
use super::problem_details::ProblemDetails;
use super::request::{idempotency_key, language, other_instance};
use super::sending::start;
use super::state::RelayState;
use super::status::RequestStatus;
use crate::options::{Defaults, Options, UnknownFields};
use crate::request::Revision;

/// A request that was accepted.
enum Accepted {
    /// It is being sent.
    Sending(oneshot::Receiver<RequestStatus>),
    /// It was sent before, or is being sent by another task or relay: its status is stored under its key.
    Known(String),
}

/// Creates a case.
pub(super) async fn create(State(state): State<Arc<RelayState>>, request: Request) -> Response {
    let settled = match read(&state, request).await {
        Ok(request) => settle(&state, &Arc::new(request)).await,
        Err(problem) => Err(problem),
    };
    match settled {
        Ok(status) => status.into_response(),
        Err(problem) => {
            info!(problem = &*problem.name, "a request was not sent");
            problem.into_response()
        }
    }
}

/// Reads and validates a request.
async fn read(state: &RelayState, request: Request) -> Result<Outgoing, ProblemDetails> {
    state.create_limit.acquire()?;
    let (parts, body) = request.into_parts();
    body::require_json(&parts.headers)?;
    let key = idempotency_key(&parts.headers)?;
    let other_instance = |is_repeatable| match other_instance(&parts.headers, state.keys.instance(), is_repeatable) {
        Some(problem) if !problem.is_repeatable => Err(problem),
        other => Ok(other.is_some()),
    };
    other_instance(state.is_exactly_once())?;
    let options = match parts.uri.query() {
        None => state.options.request_options.clone(),
        Some(query) if state.options.page_options => page_options(query, &state.options.request_options)?,
        Some(_) => return Err(invalid_query()),
    };
    let bytes = body::read(&state.options, &parts.headers, body).await?;
    let mut request = Outgoing::read(&bytes, &options, key, state.is_exactly_once()).map_err(|issues| {
        ProblemDetails::with_issues(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid-request",
            "The request is invalid. Nothing was sent to the API.",
            &issues,
            language(&parts.headers),
        )
    })?;
    request.may_exist = other_instance(request.is_repeatable())?;
    Ok(request)
}

/// Has a request sent unless it was sent before, and waits for its status.
async fn settle(state: &Arc<RelayState>, request: &Arc<Outgoing>) -> Result<RequestStatus, ProblemDetails> {
    let mut accepted = accept(state, request).await?;
    let unknown = || RequestStatus::unknown(request.is_repeatable());
    let settled = async {
        loop {
            let key = match accepted {
                Accepted::Sending(sending) => return Ok(sending.await.unwrap_or_else(|_| unknown())),
                Accepted::Known(key) => key,
            };
            let status = match state.keys.final_status(&key).await {
                Ok(status) => status.unwrap_or_else(unknown),
                Err(unavailable) => return Ok(RequestStatus::Failed(unavailable.outcome_unknown())),
            };
            if !(request.is_repeatable() && status.is_repeatable()) {
                return Ok(status);
            }
            // The relay that sent it has ended, or does not know the outcome.
            accepted = accept(state, request).await?;
        }
    };
    let settled = tokio::time::timeout(state.options.response_timeout, settled).await;
    settled.unwrap_or(Ok(RequestStatus::InProgress))
}

/// Starts to send a request unless it was sent before. From then on, sending is independent of the connection to the page.
async fn accept(state: &Arc<RelayState>, request: &Arc<Outgoing>) -> Result<Accepted, ProblemDetails> {
    let Some(key) = &request.key else {
        return Ok(Accepted::Sending(start(state, request, None)));
    };
    let claim = state.keys.claim(key, request.is_repeatable());
    match claim.await.map_err(Unavailable::not_sent)? {
        Claim::Send(claimed) => Ok(Accepted::Sending(start(state, request, Some(claimed)))),
        Claim::Known => Ok(Accepted::Known(key.text.clone())),
        Claim::OtherBody => Err(ProblemDetails::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "key-reused",
            "The Idempotency-Key belongs to another request.",
            "This Idempotency-Key was used with another request body. Use a new key for a new request. Nothing was sent to \
                 the API.",
        )),
        Claim::Full => Err(ProblemDetails::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            "This server is busy.",
            "This server cannot store more idempotency keys. Nothing was sent to the API. Try again in one minute.",
        )
        .with_retry_after(Duration::from_secs(60))),
    }
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
