//! What became of a request, in the words of the relay: the API's own words only where they are about fields.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::problem::Problem;
use crate::client::{Error, ErrorKind, NotSentReason};
use crate::messages::Language;
use crate::response::Case;

/// How long to wait when the API does not say.
const UNSAID_WAIT: Duration = Duration::from_secs(5);

/// What became of a request.
#[derive(Debug, Clone)]
pub(super) enum Outcome {
    /// The case, as JSON.
    Created(Arc<str>),
    /// Why there is none, or none that is known of.
    Problem(Problem),
}

impl Outcome {
    pub fn of(result: &Result<Case, Error>) -> Self {
        match result {
            Ok(case) => match serde_json::to_string(case) {
                Ok(json) => Self::Created(json.into()),
                Err(_) => Self::unknown(),
            },
            Err(error) => Self::Problem(of_error(error)),
        }
    }

    /// Nobody can say.
    pub fn unknown() -> Self {
        Self::Problem(unknown(""))
    }

    /// Whether it is certain that there is no case.
    pub fn has_created_nothing(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.name != UNKNOWN)
    }
}

impl IntoResponse for Outcome {
    fn into_response(self) -> Response {
        match self {
            Self::Created(case) => (
                StatusCode::CREATED,
                [(header::CONTENT_TYPE, "application/json")],
                case.to_string(),
            )
                .into_response(),
            Self::Problem(problem) => problem.into_response(),
        }
    }
}

const UNKNOWN: &str = "outcome-unknown";

fn unknown(id: &str) -> Problem {
    Problem::new(
        StatusCode::GATEWAY_TIMEOUT,
        UNKNOWN,
        "It is not known whether the case was created.",
        format!(
            "The request may have reached the API, and no answer says what became of it. \
             Look at the list of cases before sending it again.{id}"
        ),
    )
}

/// What an error of the client means for a page.
pub(super) fn of_error(error: &Error) -> Problem {
    // The API's support finds a request by its id.
    let id = error
        .request_id()
        .map(|id| format!(" The API's id of the request is {id}."))
        .unwrap_or_default();
    let never = |name, title, detail: &str| Problem::new(StatusCode::BAD_GATEWAY, name, title, format!("{detail}{id}"));
    match error.kind() {
        ErrorKind::Rejected(issues) => Problem::of_issues(
            StatusCode::BAD_REQUEST,
            "rejected",
            "The API rejected the request.",
            issues,
            Language::En,
        ),
        ErrorKind::Unauthorized => never(
            "credentials-refused",
            "The API refuses this server's credentials.",
            "Nothing was created. Whoever runs this server must look at its credentials.",
        ),
        ErrorKind::RateLimited { retry_after } => Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "rate-limited",
            "The API takes no more requests for now.",
            format!("Nothing was created. The same request can be sent again later.{id}"),
        )
        .after(retry_after.unwrap_or(UNSAID_WAIT)),
        ErrorKind::NotFound => never(
            "not-the-api",
            "There is no such API at the address that this server has.",
            "Nothing was created. Whoever runs this server must look at its base URL.",
        ),
        ErrorKind::NotSent(obstacle) => never(
            "never-sent",
            "The request was never sent.",
            match obstacle {
                NotSentReason::Unreachable => "The API cannot be reached. Nothing was created; try again later.",
                NotSentReason::Tls => {
                    "There is no secure connection to the API. Nothing was created. Whoever runs this server must look at it."
                }
                NotSentReason::NoToken => "The API gives no token for now. Nothing was created; try again later.",
                NotSentReason::InvalidRequest => {
                    "This server's credentials cannot be sent. Nothing was created. Whoever runs this server must look at them."
                }
            },
        ),
        ErrorKind::Server => Problem::new(
            StatusCode::BAD_GATEWAY,
            "api-failed",
            "The API failed.",
            format!("It can be asked again.{id}"),
        ),
        ErrorKind::OutcomeUnknown => unknown(&id),
    }
}

/// What kind of error it is, for the log: without the API's words, which may hold names.
pub(super) fn kind_name(error: &Error) -> &'static str {
    of_error(error).name
}
