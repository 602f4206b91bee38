//! Errors of the client as problem details. Messages of the API are included only if they concern fields.

use std::time::Duration;

use axum::http::StatusCode;

use super::problem_details::ProblemDetails;
use crate::client::{Error, ErrorKind, NotSentReason};
use crate::messages::Language;
use crate::server_errors::{API_FAILED, OUTCOME_UNKNOWN};

/// The `Retry-After` if the API sends none.
const DEFAULT_RETRY_AFTER: Duration = Duration::from_secs(5);

/// What to do if a case may exist.
pub(super) fn next_step(is_repeatable: bool) -> &'static str {
    if is_repeatable {
        "Send the same request again, with the same Idempotency-Key if it has one: there will be no second case."
    } else {
        "Look at the list of cases before you send the request again."
    }
}

/// The problem that the outcome is unknown. If the request is repeatable, sending it again creates no second case.
pub(super) fn unknown(error: Option<&Error>, is_repeatable: bool) -> ProblemDetails {
    let next = next_step(is_repeatable);
    let request_id = error.map(request_id).unwrap_or_default();
    let detail =
        format!("The API may have received the request, but no response states the outcome. {next}{request_id}");
    let mut problem = ProblemDetails::new(
        StatusCode::GATEWAY_TIMEOUT,
        OUTCOME_UNKNOWN,
        "It is unknown whether the case was created.",
        detail,
    );
    problem.is_repeatable = is_repeatable;
    problem
}

/// The ID of a request, by which the support of the API can find it, as a sentence.
fn request_id(error: &Error) -> String {
    let id = error.request_id();
    id.map(|id| format!(" Request ID of the API: {id}."))
        .unwrap_or_default()
}

/// The problem details of an error of the client. `is_repeatable` is for an unknown outcome.
pub(super) fn client_problem(error: &Error, is_repeatable: bool) -> ProblemDetails {
    let request_id = request_id(error);
    let not_created = |name, title, detail: &str| {
        let detail = format!("No case was created. {detail}{request_id}");
        ProblemDetails::new(StatusCode::BAD_GATEWAY, name, title, detail)
    };
    match error.kind() {
        ErrorKind::Rejected(issues) => ProblemDetails::with_issues(
            StatusCode::BAD_REQUEST,
            "rejected",
            "The API rejected the request.",
            issues,
            Language::En,
        ),
        ErrorKind::Unauthorized => not_created(
            "credentials-refused",
            "The API did not accept the credentials of this server.",
            "The administrator of this server must check its credentials.",
        ),
        ErrorKind::RateLimited { retry_after } => ProblemDetails::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "rate-limited",
            "The API is limiting requests.",
            format!("No case was created. Send the same request again later.{request_id}"),
        )
        .with_retry_after(retry_after.unwrap_or(DEFAULT_RETRY_AFTER)),
        ErrorKind::NotFound => not_created(
            "not-the-api",
            "The API was not found.",
            "The administrator of this server must check its base URL.",
        ),
        ErrorKind::NotSent(reason) => not_created(
            "never-sent",
            "The request was not sent.",
            match reason {
                NotSentReason::Unreachable => "The API cannot be reached. Try again later.",
                NotSentReason::Tls => {
                    "A secure connection to the API cannot be established. The administrator of this server must check it."
                }
                NotSentReason::NoToken => "The API did not issue a token. Try again later.",
                NotSentReason::NoExternalId => "The request has no external_id.",
                NotSentReason::InvalidRequest => {
                    "The credentials of this server cannot be sent. The administrator of this server must check them."
                }
            },
        ),
        ErrorKind::Server => ProblemDetails::new(
            StatusCode::BAD_GATEWAY,
            API_FAILED,
            "The API returned an error.",
            format!("Try again later.{request_id}"),
        ),
        ErrorKind::OutcomeUnknown => unknown(Some(error), is_repeatable),
    }
}
