//! What is answered when there is no case: problem details (RFC 9457).

use std::time::Duration;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::issue::{Issue, Problem as Said, Source};
use crate::messages::Language;

/// The types of problems are this and a name.
const TYPES: &str = "urn:sphinx-case:relay:";

/// A problem. It has a detail or errors, not both: a reader takes either for an issue.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    pub name: &'static str,
    status: StatusCode,
    title: &'static str,
    detail: Option<String>,
    errors: Vec<Item>,
    retry_after: Option<Duration>,
}

/// One error of a field.
#[derive(Debug, Clone, Serialize)]
struct Item {
    pointer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    detail: String,
}

impl Problem {
    pub fn new(status: StatusCode, name: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            name,
            status,
            title,
            detail: Some(detail.into()),
            errors: Vec::new(),
            retry_after: None,
        }
    }

    /// What is wrong with a request, field by field.
    pub fn of_issues(
        status: StatusCode,
        name: &'static str,
        title: &'static str,
        issues: &[Issue],
        language: Language,
    ) -> Self {
        let errors = issues.iter().filter(|issue| issue.is_error());
        Self {
            name,
            status,
            title,
            detail: None,
            errors: errors.map(|issue| Item::of(issue, language)).collect(),
            retry_after: None,
        }
    }

    /// The same with how long to wait, in whole seconds, rounded up.
    pub fn after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }
}

impl Item {
    fn of(issue: &Issue, language: Language) -> Self {
        let code = match issue.source {
            Source::Server => server_code(&issue.problem).map(str::to_owned),
            _ => Some(issue.code().as_str().to_owned()),
        };
        Self {
            pointer: issue.path.pointer(),
            code,
            detail: issue.message_in(language),
        }
    }
}

/// The API's own code for what it said, where its words alone do not tell: so that a reader makes the same issue of it.
fn server_code(problem: &Said) -> Option<&str> {
    match problem {
        Said::Server { server_code, .. } => server_code.as_deref(),
        Said::Required {} => Some("required"),
        Said::NotNullable {} => Some("null"),
        Said::Blank {} => Some("blank"),
        Said::InvalidOption { .. } => Some("invalid_choice"),
        _ => None,
    }
}

#[derive(Serialize)]
struct Body<'p> {
    r#type: String,
    title: &'p str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'p str>,
    #[serde(skip_serializing_if = "<[Item]>::is_empty")]
    errors: &'p [Item],
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_string(&Body {
            r#type: format!("{TYPES}{}", self.name),
            title: self.title,
            status: self.status.as_u16(),
            detail: self.detail.as_deref(),
            errors: &self.errors,
        });
        let head = [(header::CONTENT_TYPE, "application/problem+json")];
        // Texts and numbers alone can always be written.
        let mut response = (self.status, head, body.unwrap_or_default()).into_response();
        if let Some(wait) = self.retry_after {
            let seconds = wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0)).max(1);
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// The answer to a method that a path does not have.
pub(super) async fn not_allowed() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "not-allowed",
        "The method is not allowed here.",
        "Cases are created with POST /cases/; everything else is asked for with GET.",
    )
}
