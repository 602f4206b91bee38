//! `POST /cases/`: validates a request again, sends it once, and returns the outcome.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::sync::oneshot;
use tracing::{info, warn};

use super::body;
use super::keys::{Claim, Claimed, Unavailable};
use super::problem_details::ProblemDetails;
use super::request::{idempotency_key, language, require_instance};
use super::state::RelayState;
use super::status::RequestStatus;
use crate::options::{Defaults, Options, UnknownFields};
use crate::payload::Payload;
use crate::request::Revision;

/// How often a status that could not be stored is stored again.
const STORING_INTERVAL: Duration = Duration::from_secs(1);

/// The maximum number of times. After it, the status is that of a relay that has ended: unknown.
const MAX_STORING: u32 = 300;

/// A request that was accepted.
enum Accepted {
    /// It is being sent.
    Sending(oneshot::Receiver<RequestStatus>),
    /// It was sent before, or is being sent by another task or relay: its status is stored under its key.
    Known(String),
}

/// Creates a case.
pub(super) async fn create(State(state): State<Arc<RelayState>>, request: Request) -> Response {
    let accepted = match accept(&state, request).await {
        Ok(accepted) => accepted,
        Err(problem) => {
            info!(problem = &*problem.name, "a request was not sent");
            return problem.into_response();
        }
    };
    let status = async {
        let status = match accepted {
            Accepted::Sending(sending) => sending.await.ok(),
            Accepted::Known(key) => match state.keys.final_status(&key).await {
                Ok(status) => status,
                Err(unavailable) => Some(RequestStatus::Failed(unavailable.outcome_unknown())),
            },
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
    require_instance(&parts.headers, state.keys.instance())?;
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
        return Ok(Accepted::Sending(start(state, payload, None)));
    };
    let claim = state.keys.claim(key, payload.body().as_bytes());
    match claim.await.map_err(Unavailable::not_sent)? {
        Claim::Send(claimed) => Ok(Accepted::Sending(start(state, payload, Some(claimed)))),
        Claim::Known => Ok(Accepted::Known(key.to_owned())),
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

/// Starts to send a request, with the claim of its key if it has one. The sender is dropped if that panics.
fn start(state: &Arc<RelayState>, payload: Payload, claimed: Option<Claimed>) -> oneshot::Receiver<RequestStatus> {
    let (sender, receiver) = oneshot::channel();
    let state = Arc::clone(state);
    tokio::spawn(async move {
        let _in_progress = state.begin().await;
        let mut sending = tokio::spawn(send(Arc::clone(&state), payload));
        let status = loop {
            match tokio::time::timeout(state.keys.renewal_interval(), &mut sending).await {
                // If the task panicked, the request may have been sent.
                Ok(status) => break status.unwrap_or_else(|_| RequestStatus::unknown()),
                Err(_) => {
                    if let Some(claimed) = &claimed {
                        // If this fails, it is tried again. Without it, others report an unknown outcome until the status is stored.
                        let _ = state.keys.renew(claimed).await;
                    }
                }
            }
        };
        let Some(claimed) = claimed else {
            let _ = sender.send(status);
            return;
        };
        // Stored first, so that what the page gets is what all relays know.
        let mut is_stored = state.keys.finish(&claimed, &status).await.is_ok();
        let _ = sender.send(status.clone());
        for _ in 0..MAX_STORING {
            if is_stored {
                return;
            }
            tokio::time::sleep(STORING_INTERVAL).await;
            is_stored = state.keys.finish(&claimed, &status).await.is_ok();
        }
        warn!("the status of a request could not be stored; other relays report that it is unknown");
    });
    receiver
}

/// Sends a request to the API.
async fn send(state: Arc<RelayState>, payload: Payload) -> RequestStatus {
    let _permit = state.permit().await;
    let result = state.client.create_case(&payload).await;
    let status = RequestStatus::new(&result);
    match (&result, &status) {
        (Ok(case), _) => {
            // Without it, the page cannot follow the case, but it has been created.
            let _ = state.keys.add_case(case.id).await;
            info!(case = case.id, "a case was created");
        }
        (Err(error), RequestStatus::Failed(problem)) => warn!(
            problem = &*problem.name,
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
