//! From an answer of the API to what becomes of the line, and whether the batch goes on.

use super::marks::Outcome;
use super::plan::Stop;
use crate::client::{Error, ErrorKind, NotSentReason};
use crate::issue::Issue;

/// What an answer means beyond its line.
#[derive(Debug)]
pub(super) enum Meaning {
    /// The API works.
    Works,
    /// It may have failed: there is no telling what it did.
    Doubtful(Error),
    /// It takes nothing for now, which may pass.
    Busy(Error),
    /// Nothing more can be sent.
    Ends(Stop),
}

/// What comes of a line. `has_taken` says whether this API has ever created a case of the batch.
pub(super) fn of(result: Result<i64, Error>, has_taken: bool) -> (Outcome, Meaning) {
    let error = match result {
        Ok(case) => return (Outcome::Created { case }, Meaning::Works),
        Err(error) => error,
    };
    let status = error.status();
    let request_id = error.request_id().map(ToOwned::to_owned);
    let reason = error.reason().to_owned();
    match error.kind() {
        ErrorKind::Rejected(issues) => {
            let issues = Some(issues_text(issues));
            (
                Outcome::Rejected {
                    status,
                    request_id,
                    reason,
                    issues,
                },
                Meaning::Works,
            )
        }
        // An API that took other lines says so of something in this one. Else there is no API at that address.
        ErrorKind::NotFound if status == Some(404) && has_taken && is_said_in_json(&error) => {
            let outcome = Outcome::Rejected {
                status,
                request_id,
                reason,
                issues: None,
            };
            (outcome, Meaning::Works)
        }
        ErrorKind::OutcomeUnknown | ErrorKind::Server => (
            Outcome::Unknown {
                status,
                request_id,
                reason,
            },
            Meaning::Doubtful(error),
        ),
        ErrorKind::RateLimited { .. } | ErrorKind::NotSent(NotSentReason::Unreachable | NotSentReason::NoToken) => {
            (Outcome::NotTaken { status, reason }, Meaning::Busy(error))
        }
        ErrorKind::Unauthorized | ErrorKind::NotFound | ErrorKind::NotSent(_) => {
            (Outcome::NotTaken { status, reason }, Meaning::Ends(Stop::Api(error)))
        }
    }
}

fn is_said_in_json(error: &Error) -> bool {
    let body: Option<serde_json::Map<String, serde_json::Value>> =
        error.body().and_then(|body| serde_json::from_str(body).ok());
    body.is_some_and(|body| body.contains_key("detail"))
}

/// Issues as a JSON array, bounded: one request can have thousands.
pub(super) fn issues_text(issues: &[Issue]) -> String {
    let mut text = "[".to_owned();
    for (index, issue) in issues.iter().take(MOST_ISSUES).enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&issue.to_json());
    }
    text.push(']');
    text
}

/// So many issues of one line are kept.
const MOST_ISSUES: usize = 50;

impl Outcome {
    /// In words, for when the journal cannot hold it.
    pub fn words(&self) -> String {
        match self {
            Self::Created { case } => format!("created as case {case}"),
            Self::Rejected { reason, .. } => format!("rejected ({reason})"),
            Self::Unknown { reason, .. } => format!("outcome unknown ({reason})"),
            Self::NotTaken { reason, .. } => format!("not taken ({reason})"),
        }
    }
}
