//! The status of a request to create a case.

use std::sync::Arc;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::client_problem::unknown;
use super::problem_details::ProblemDetails;
use crate::response::Case;
use crate::server_errors::{IN_PROGRESS, OUTCOME_UNKNOWN};

/// The status of a request to create a case.
#[derive(Debug, Clone)]
pub(super) enum RequestStatus {
    /// There is no response of the API yet.
    InProgress,
    /// The created case, as JSON.
    Created(Arc<str>),
    /// Why no case was created, or why the outcome is unknown.
    Failed(ProblemDetails),
}

impl RequestStatus {
    pub fn created(case: &Case) -> Self {
        match serde_json::to_string(case) {
            Ok(json) => Self::Created(json.into()),
            Err(_) => Self::unknown(false),
        }
    }

    /// The outcome is unknown. If the request is repeatable, sending it again creates no second case.
    pub fn unknown(is_repeatable: bool) -> Self {
        Self::Failed(unknown(None, is_repeatable))
    }

    /// Whether it is certain that no case was created.
    pub fn is_not_created(&self) -> bool {
        matches!(self, Self::Failed(problem) if problem.name != OUTCOME_UNKNOWN)
    }

    /// Whether the outcome is unknown, but sending the request again creates no second case.
    pub fn is_repeatable(&self) -> bool {
        matches!(self, Self::Failed(problem) if problem.is_repeatable)
    }
}

impl IntoResponse for RequestStatus {
    fn into_response(self) -> Response {
        match self {
            Self::InProgress => ProblemDetails::new(
                StatusCode::GATEWAY_TIMEOUT,
                IN_PROGRESS,
                "The request is in progress.",
                "The API has not responded yet. Request the outcome before you send the request again.",
            )
            .into_response(),
            Self::Created(case) => (
                StatusCode::CREATED,
                [(header::CONTENT_TYPE, "application/json")],
                case.to_string(),
            )
                .into_response(),
            Self::Failed(problem) => problem.into_response(),
        }
    }
}
