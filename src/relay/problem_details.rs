//! Problem details (RFC 9457): the body of every response without success.

use std::borrow::Cow;
use std::time::Duration;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::issue::{Issue, Problem, Source};
use crate::messages::Language;
use crate::server_errors::RELAY_PROBLEM;

/// Problem details. They have either `detail` or `errors`, because a reader converts both to issues.
#[derive(Debug, Clone)]
pub(super) struct ProblemDetails {
    /// The last part of the `type`.
    pub name: Cow<'static, str>,
    status: StatusCode,
    title: Cow<'static, str>,
    detail: Option<String>,
    errors: Vec<FieldError>,
    /// Whether the request can be sent again although a case may exist, because there will be no second one.
    pub is_repeatable: bool,
    retry_after: Option<Duration>,
}

/// An error of a field.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct FieldError {
    pointer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    detail: String,
}

impl ProblemDetails {
    pub fn new(status: StatusCode, name: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            status,
            title: title.into(),
            detail: Some(detail.into()),
            errors: Vec::new(),
            is_repeatable: false,
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
            name: name.into(),
            status,
            title: title.into(),
            detail: None,
            errors: errors.map(|issue| FieldError::new(issue, language)).collect(),
            is_repeatable: false,
            retry_after: None,
        }
    }

    /// The body of the response.
    pub fn to_json(&self) -> String {
        let body = Body {
            r#type: format!("{RELAY_PROBLEM}{}", self.name).into(),
            title: (&*self.title).into(),
            status: self.status.as_u16(),
            detail: self.detail.as_deref().map(Cow::from),
            errors: self.errors.as_slice().into(),
            repeatable: self.is_repeatable,
        };
        // Strings and numbers can always be serialized.
        serde_json::to_string(&body).unwrap_or_default()
    }

    /// Reads what [`Self::to_json`] wrote.
    #[cfg(feature = "postgres")]
    pub fn from_json(body: &str) -> Option<Self> {
        let body: Body<'_> = serde_json::from_str(body).ok()?;
        Some(Self {
            name: body.r#type.strip_prefix(RELAY_PROBLEM)?.to_owned().into(),
            status: StatusCode::from_u16(body.status).ok()?,
            title: body.title.into_owned().into(),
            detail: body.detail.map(Cow::into_owned),
            errors: body.errors.into_owned(),
            is_repeatable: body.repeatable,
            retry_after: None,
        })
    }

    /// The header `Retry-After`.
    #[cfg(feature = "postgres")]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
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

#[derive(Serialize, Deserialize)]
struct Body<'p> {
    r#type: Cow<'p, str>,
    title: Cow<'p, str>,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<Cow<'p, str>>,
    #[serde(default, skip_serializing_if = "<[FieldError]>::is_empty")]
    errors: Cow<'p, [FieldError]>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    repeatable: bool,
}

impl IntoResponse for ProblemDetails {
    fn into_response(self) -> Response {
        let head = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (self.status, head, self.to_json()).into_response();
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
