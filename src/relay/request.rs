//! What the headers of a request to the relay say.

use axum::http::{HeaderMap, StatusCode, header};

use super::client_problem::next_step;
use super::keys::EXACTLY_ONCE;
use super::problem_details::ProblemDetails;
use crate::messages::Language;
use crate::server_errors::OTHER_INSTANCE;

/// The maximum length of a key. A UUID has 36 characters.
const MAX_KEY_LENGTH: usize = 128;

/// The idempotency key, if there is one.
pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<Option<&str>, ProblemDetails> {
    let mut keys = headers.get_all("idempotency-key").iter();
    let Some(key) = keys.next() else { return Ok(None) };
    let text = key.to_str().unwrap_or_default();
    let is_valid = !text.is_empty() && text.len() <= MAX_KEY_LENGTH && text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_valid && keys.next().is_none() {
        return Ok(Some(text));
    }
    Err(ProblemDetails::new(
        StatusCode::BAD_REQUEST,
        "bad-key",
        "Invalid Idempotency-Key.",
        format!(
            "An Idempotency-Key consists of 1 to {MAX_KEY_LENGTH} visible ASCII characters, such as a UUID. Nothing was sent \
             to the API."
        ),
    ))
}

/// The problem of a request for a relay that ran before this one, whose keys are lost; `None` if the request is for this one. A
/// request that is repeatable here was so there if that relay created each case exactly once, too.
pub(super) fn other_instance(headers: &HeaderMap, instance: &str, is_repeatable: bool) -> Option<ProblemDetails> {
    let requested = headers.get("relay-instance")?.as_bytes();
    if requested == instance.as_bytes() {
        return None;
    }
    let is_repeatable = is_repeatable && requested.ends_with(EXACTLY_ONCE.as_bytes());
    let mut problem = ProblemDetails::new(
        StatusCode::CONFLICT,
        OTHER_INSTANCE,
        "The relay has been restarted.",
        format!(
            "Requests from before the restart, and their outcomes, are no longer known. Nothing was sent to the API now. {}",
            next_step(is_repeatable)
        ),
    );
    problem.is_repeatable = is_repeatable;
    Some(problem)
}

/// The first of the preferred languages that has messages.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let preferred = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let tags = preferred.unwrap_or_default().split(',');
    tags.filter_map(|tag| Language::of_tag(tag.split(';').next()?.trim()))
        .next()
        .unwrap_or_default()
}
