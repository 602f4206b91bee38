//! `POST /cases/`: checks a request again, sends it once, and answers with what became of it.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::watch;
use tracing::{info, warn};

use super::memory::{Awaited, Claim};
use super::outcome::{Outcome, kind_name};
use super::problem::Problem;
use super::{Shared, body};
use crate::messages::Language;
use crate::options::{Defaults, Options, UnknownFields};
use crate::payload::Payload;

/// The longest key: a UUID has 36 characters.
const LONGEST_KEY: usize = 128;

/// Takes a request.
pub(super) async fn create(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    match take(&shared, request).await {
        Ok(outcome) => wait(&shared, outcome).await,
        Err(problem) => {
            info!(why = problem.name, "a request was not sent");
            problem.into_response()
        }
    }
}

async fn take(shared: &Arc<Shared>, request: Request) -> Result<Awaited, Problem> {
    shared.creating.take().map_err(too_many)?;
    let (parts, body) = request.into_parts();
    let settings = &shared.settings;
    body::must_be_json(&parts.headers)?;
    let key = key(&parts.headers)?;
    must_be_this_relay(shared, &parts.headers)?;
    let options = match parts.uri.query() {
        None => settings.options.clone(),
        Some(query) if settings.page_options => options_of(query, &settings.options)?,
        Some(_) => return Err(bad_query()),
    };
    let bytes = body::read(settings, &parts.headers, body).await?;
    let payload = crate::read_json_with(&bytes, &options).build().map_err(|issues| {
        Problem::of_issues(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid-request",
            "The request has errors. Nothing was sent.",
            &issues,
            language(&parts.headers),
        )
    })?;
    let Some(key) = key else {
        let (sender, outcome) = watch::channel(None);
        send(shared, payload, sender);
        return Ok(outcome);
    };
    match shared.memory.claim(key, payload.body().as_bytes()) {
        Claim::Send(sender, outcome) => {
            send(shared, payload, sender);
            Ok(outcome)
        }
        Claim::Wait(outcome) => Ok(outcome),
        Claim::Other => Err(Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "key-reused",
            "The key belongs to another request.",
            "The Idempotency-Key was sent with another body before. A new request needs a new key. Nothing was sent.",
        )),
        Claim::Full => Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            "There are too many requests.",
            "This relay remembers as many keys as it can. Nothing was sent; try again in a minute.",
        )
        .after(std::time::Duration::from_secs(60))),
    }
}

/// Sends in a task of its own: a page that goes away does not break off what was begun.
fn send(shared: &Arc<Shared>, payload: Payload, sender: watch::Sender<Option<Outcome>>) {
    let shared = Arc::clone(shared);
    tokio::spawn(async move {
        // It is never closed.
        let _permit = shared.sending.acquire().await;
        let result = shared.client.create_case(&payload).await;
        match &result {
            Ok(case) => {
                shared.memory.remember_case(case.id);
                info!(case = case.id, "a case was created");
            }
            Err(error) => warn!(
                why = kind_name(error),
                status = error.status(),
                request_id = error.request_id(),
                attempts = error.attempts(),
                "no case was created, or none that is known of"
            ),
        }
        sender.send_replace(Some(Outcome::of(&result)));
    });
}

/// Waits for an outcome, as long as a page is let wait.
pub(super) async fn wait(shared: &Shared, mut outcome: Awaited) -> Response {
    match tokio::time::timeout(shared.settings.patience, outcome.wait_for(Option::is_some)).await {
        Ok(Ok(outcome)) => outcome.clone().unwrap_or_else(Outcome::unknown).into_response(),
        // The task is gone without having said anything.
        Ok(Err(_)) => Outcome::unknown().into_response(),
        Err(_) => Problem::new(
            StatusCode::GATEWAY_TIMEOUT,
            "under-way",
            "There is no answer of the API yet.",
            "The request is still under way. Ask for its outcome before sending it again.",
        )
        .into_response(),
    }
}

/// The key of a request, if it has one.
pub(super) fn key(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let mut keys = headers.get_all("idempotency-key").iter();
    let Some(key) = keys.next() else { return Ok(None) };
    let text = key.to_str().unwrap_or_default();
    let is_plain = !text.is_empty() && text.len() <= LONGEST_KEY && text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_plain && keys.next().is_none() {
        return Ok(Some(text));
    }
    Err(Problem::new(
        StatusCode::BAD_REQUEST,
        "bad-key",
        "The key cannot be used.",
        format!(
            "An Idempotency-Key has 1 to {LONGEST_KEY} visible ASCII characters, such as a UUID. Nothing was sent."
        ),
    ))
}

/// Refuses what was meant for a relay that is gone, with all that it remembered.
pub(super) fn must_be_this_relay(shared: &Shared, headers: &HeaderMap) -> Result<(), Problem> {
    match headers.get("relay-instance") {
        Some(instance) if instance.as_bytes() != shared.instance.as_bytes() => Err(Problem::new(
            StatusCode::CONFLICT,
            "other-instance",
            "This relay was started since.",
            "What the relay before it was asked, and what became of that, is not known here. Nothing was sent now. \
             Look at the list of cases before sending again.",
        )),
        _ => Ok(()),
    }
}

pub(super) fn too_many(wait: std::time::Duration) -> Problem {
    Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        "too-many-requests",
        "There are too many requests.",
        "This relay takes no more requests for now. Nothing was sent; try again later.",
    )
    .after(wait)
}

fn bad_query() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "bad-query",
        "The query cannot be used.",
        "The query may be unknown_fields=reject|strip|keep and defaults=explicit|omit, where the relay lets pages choose, and \
         nothing else. Nothing was sent.",
    )
}

/// The options with what a page chose.
fn options_of(query: &str, base: &Options) -> Result<Options, Problem> {
    let mut options = base.clone();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair {
            "unknown_fields=reject" => options.unknown_fields = UnknownFields::Reject,
            "unknown_fields=strip" => options.unknown_fields = UnknownFields::Strip,
            "unknown_fields=keep" => options.unknown_fields = UnknownFields::Keep,
            "defaults=explicit" => options.defaults = Defaults::Explicit,
            "defaults=omit" => options.defaults = Defaults::Omit,
            _ => return Err(bad_query()),
        }
    }
    Ok(options)
}

/// The first language of the browser's that there are messages in.
fn language(headers: &HeaderMap) -> Language {
    let wanted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let tags = wanted.unwrap_or_default().split(',');
    tags.filter_map(|tag| Language::of_tag(tag.split(';').next()?.trim()))
        .next()
        .unwrap_or_default()
}
