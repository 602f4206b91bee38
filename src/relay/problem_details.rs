//! Problem details (RFC 9457): the body of every response without success.

use std::time::Duration;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::issue::{Issue, Problem, Source};
use crate::messages::Language;
use crate::server_errors::RELAY_PROBLEM;

/// Problem details. They have either `detail` or `errors`, because a reader converts both to issues.
#[derive(Debug, Clone)]
pub(super) struct ProblemDetails {
    /// The last part of the `type`.
    pub name: &'static str,
    status: StatusCode,
    title: &'static str,
    detail: Option<String>,
    errors: Vec<FieldError>,
    retry_after: Option<Duration>,
}

/// An error of a field.
#[derive(Debug, Clone, Serialize)]
struct FieldError {
    pointer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    detail: String,
}

impl ProblemDetails {
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

    /// With the errors among these issues.
    pub fn with_issues(
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
            errors: errors.map(|issue| FieldError::new(issue, language)).collect(),
            retry_after: None,
        }
    }

    /// With the header `Retry-After`, in whole seconds, rounded up.
    pub fn with_retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }
}

impl FieldError {
    fn new(issue: &Issue, language: Language) -> Self {
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

/// The code of the API for an error that its message alone does not identify, so that a reader converts it to the same issue.
fn server_code(problem: &Problem) -> Option<&str> {
    match problem {
        Problem::Server { server_code, .. } => server_code.as_deref(),
        Problem::Required {} => Some("required"),
        Problem::NotNullable {} => Some("null"),
        Problem::Blank {} => Some("blank"),
        Problem::InvalidOption { .. } => Some("invalid_choice"),
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
    #[serde(skip_serializing_if = "<[FieldError]>::is_empty")]
    errors: &'p [FieldError],
}

impl IntoResponse for ProblemDetails {
    fn into_response(self) -> Response {
        let body = serde_json::to_string(&Body {
            r#type: format!("{RELAY_PROBLEM}{}", self.name),
            title: self.title,
            status: self.status.as_u16(),
            detail: self.detail.as_deref(),
            errors: &self.errors,
        });
        let head = [(header::CONTENT_TYPE, "application/problem+json")];
        // Strings and numbers can always be serialized.
        let mut response = (self.status, head, body.unwrap_or_default()).into_response();
        if let Some(wait) = self.retry_after {
            let seconds = wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0)).max(1);
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// The response to a method that a path does not have.
pub(super) async fn method_not_allowed() -> ProblemDetails {
    ProblemDetails::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "not-allowed",
        "Method not allowed.",
        "Use POST /cases/ to create a case, and GET for all other paths.",
    )
}
