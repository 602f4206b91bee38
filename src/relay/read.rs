//! The `GET` requests of a page: the outcome of its request, the progress of its case, and which relay this is.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tracing::warn;

use super::client_problem::client_problem;
use super::keys::Unavailable;
use super::problem_details::ProblemDetails;
use super::request::{idempotency_key, other_instance};
use super::state::RelayState;
use super::status::RequestStatus;
use crate::server_errors::API_FAILED;

/// `GET /relay`: which relay this is.
pub(super) async fn relay(State(state): State<Arc<RelayState>>) -> Response {
    let body = serde_json::json!({
        "instance": state.keys.instance(),
        "sandbox": state.options.sandbox,
        "revision": state.options.request_options.revision().as_str(),
    });
    json(body.to_string())
}

/// `GET /cases/outcome`: the outcome of the request with a key.
pub(super) async fn outcome(
    State(state): State<Arc<RelayState>>,
    headers: HeaderMap,
) -> Result<RequestStatus, ProblemDetails> {
    state.read_limit.acquire()?;
    let key = idempotency_key(&headers)?.unwrap_or_default();
    if let Some(problem) = other_instance(&headers, state.keys.instance(), state.is_exactly_once()) {
        return Err(problem);
    }
    let unknown_key = || {
        ProblemDetails::new(
            StatusCode::NOT_FOUND,
            "unknown-key",
            "Unknown Idempotency-Key.",
            "In the last ten minutes, this server has sent no request with this Idempotency-Key to the API.",
        )
    };
    match tokio::time::timeout(state.options.response_timeout, state.keys.final_status(key)).await {
        Ok(Ok(status)) => status.ok_or_else(unknown_key),
        Ok(Err(unavailable)) => Err(unavailable.outcome_unknown()),
        Err(_) => Ok(RequestStatus::InProgress),
    }
}

/// `GET /cases/{id}`: a case that this relay created.
pub(super) async fn case(
    State(state): State<Arc<RelayState>>,
    Path(id): Path<String>,
) -> Result<Response, ProblemDetails> {
    state.read_limit.acquire()?;
    let not_found = || {
        ProblemDetails::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "Case not found.",
            "Only cases that this server has created since its start are available.",
        )
    };
    let id = id.parse().map_err(|_| not_found())?;
    if !state.keys.has_case(id).await.map_err(Unavailable::not_sent)? {
        return Err(not_found());
    }
    match tokio::time::timeout(state.options.response_timeout, state.client.get_case(id)).await {
        Ok(Ok(case)) => Ok(json(serde_json::to_string(&case).unwrap_or_default())),
        Ok(Err(error)) => {
            let problem = client_problem(&error, false);
            warn!(
                case = id,
                problem = &*problem.name,
                status = error.status(),
                "the API did not return a case"
            );
            Err(problem)
        }
        Err(_) => Err(ProblemDetails::new(
            StatusCode::GATEWAY_TIMEOUT,
            API_FAILED,
            "The API did not respond.",
            "The case exists, but its progress is unknown. Try again later.",
        )),
    }
}

fn json(body: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}
