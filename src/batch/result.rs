//! From a response of the API to the result of a line, and what it means for the rest of the batch.

use super::event::StopReason;
use crate::client::{CaseIds, Error, ErrorKind, NotSentReason};
use crate::issue::Issue;

/// How many issues of a line the journal keeps. A request can have thousands.
const MAX_ISSUES: usize = 50;

/// The result of sending a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SendResult {
    Created {
        case_id: i64,
    },
    Rejected(Details),
    /// There is a case with the external ID of the line.
    AlreadyThere(Details),
    Unknown(Details),
    /// No case was created, and the line can be sent again.
    NotAccepted(Details),
}

/// What the journal records about a line without a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Details {
    pub status: Option<u16>,
    pub request_id: Option<String>,
    pub reason: String,
    /// A JSON array.
    pub issues: Option<String>,
}

/// What a result means for the other lines.
#[derive(Debug)]
pub(super) enum Consequence {
    /// The API works.
    Continue,
    /// The API may have failed.
    Uncertain(Error),
    /// The API accepts no requests at the moment.
    Pause(Error),
    /// No line can be sent.
    Stop(StopReason),
}

impl Consequence {
    /// Whether the API asked for the pause that follows.
    pub fn is_asked_for(&self) -> bool {
        match self {
            Self::Uncertain(error) | Self::Pause(error) => match error.retry_after() {
                Some(wait) => !wait.is_zero(),
                None => matches!(error.kind(), ErrorKind::RateLimited { .. }),
            },
            Self::Continue | Self::Stop(_) => false,
        }
    }
}

/// The result of a line. `has_created` tells whether the API has already created a case of the batch. `external_id` is that of the
/// line, if cases are created exactly once.
pub(super) fn of_response(
    response: Result<CaseIds, Error>,
    has_created: bool,
    external_id: Option<&str>,
) -> (SendResult, Consequence) {
    let error = match response {
        Ok(case) => {
            let consequence = match external_id {
                Some(id) if !case.has_external_id(id) => Consequence::Stop(StopReason::ExternalIdIgnored),
                _ => Consequence::Continue,
            };
            return (SendResult::Created { case_id: case.id }, consequence);
        }
        Err(error) => error,
    };
    let details = Details {
        status: error.status(),
        request_id: error.request_id().map(ToOwned::to_owned),
        reason: error.reason().to_owned(),
        issues: None,
    };
    match error.kind() {
        ErrorKind::Rejected(_) if external_id.is_some() && error.is_duplicate() => {
            let reason =
                "there is a case with this external_id, which was not found in the list of cases yet".to_owned();
            let details = Details { reason, ..details };
            (SendResult::AlreadyThere(details), Consequence::Continue)
        }
        ErrorKind::Rejected(issues) => {
            let issues = Some(issues_to_json(issues));
            (
                SendResult::Rejected(Details { issues, ..details }),
                Consequence::Continue,
            )
        }
        // If the API has created other cases, a 404 is about this request. Otherwise there is no API at the base URL.
        ErrorKind::NotFound if details.status == Some(404) && has_created && has_detail(&error) => {
            (SendResult::Rejected(details), Consequence::Continue)
        }
        ErrorKind::OutcomeUnknown | ErrorKind::Server => (SendResult::Unknown(details), Consequence::Uncertain(error)),
        ErrorKind::RateLimited { .. } | ErrorKind::NotSent(NotSentReason::Unreachable | NotSentReason::NoToken) => {
            (SendResult::NotAccepted(details), Consequence::Pause(error))
        }
        ErrorKind::Unauthorized | ErrorKind::NotFound | ErrorKind::NotSent(_) => (
            SendResult::NotAccepted(details),
            Consequence::Stop(StopReason::Api(error)),
        ),
    }
}

/// Whether the body is a JSON object with the key `detail`, as the API's own errors are.
fn has_detail(error: &Error) -> bool {
    let body: Option<serde_json::Map<String, serde_json::Value>> =
        error.body().and_then(|body| serde_json::from_str(body).ok());
    body.is_some_and(|body| body.contains_key("detail"))
}

/// The first issues as a JSON array.
pub(super) fn issues_to_json(issues: &[Issue]) -> String {
    let issues: Vec<_> = issues.iter().take(MAX_ISSUES).map(Issue::to_json).collect();
    format!("[{}]", issues.join(","))
}

impl SendResult {
    pub fn case_id(&self) -> Option<i64> {
        match self {
            Self::Created { case_id } => Some(*case_id),
            _ => None,
        }
    }

    /// The result in words, for when it cannot be written to the journal.
    pub fn describe(&self) -> String {
        match self {
            Self::Created { case_id } => format!("created as case {case_id}"),
            Self::Rejected(details) => format!("rejected ({})", details.reason),
            Self::AlreadyThere(details) => details.reason.clone(),
            Self::Unknown(details) => format!("outcome unknown ({})", details.reason),
            Self::NotAccepted(details) => format!("not accepted ({})", details.reason),
        }
    }
}
