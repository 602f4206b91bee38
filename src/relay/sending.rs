//! Sends a request to the API and stores its status, independently of the connection to the page.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use tokio::sync::oneshot;
use tracing::{info, warn};

use super::client_problem::{client_problem, unknown};
use super::keys::Claimed;
use super::outgoing::{ExternalIdSource, Outgoing};
use super::problem_details::ProblemDetails;
use super::state::RelayState;
use super::status::RequestStatus;
use crate::client::{CaseOrigin, Error, SentRequest, has_external_id};
use crate::issue::{Issue, Path, Problem, Segment, Source};
use crate::messages::Language;
use crate::payload::Payload;
use crate::request::CasePlace;
use crate::response::Case;

/// How often a status that could not be stored is stored again.
const STORING_INTERVAL: Duration = Duration::from_secs(1);

/// The maximum number of times. After it, the status is that of a relay that has ended: unknown.
const MAX_STORING: u32 = 300;

/// Starts to send a request, with the claim of its key if it has one. The sender is dropped if that panics.
pub(super) fn start(
    state: &Arc<RelayState>,
    request: &Arc<Outgoing>,
    claimed: Option<Claimed>,
) -> oneshot::Receiver<RequestStatus> {
    let (sender, receiver) = oneshot::channel();
    let (state, request) = (Arc::clone(state), Arc::clone(request));
    tokio::spawn(async move {
        let _in_progress = state.begin().await;
        let may_exist = request.may_exist || claimed.as_ref().is_some_and(|claimed| claimed.may_exist);
        let mut sending = tokio::spawn(send(Arc::clone(&state), Arc::clone(&request), may_exist));
        let status = loop {
            match tokio::time::timeout(state.keys.renewal_interval(), &mut sending).await {
                // If the task panicked, the request may have been sent.
                Ok(status) => break status.unwrap_or_else(|_| RequestStatus::unknown(request.is_repeatable())),
                Err(_) => {
                    if let Some(claimed) = &claimed {
                        // If this fails, it is tried again. Without it, the others report an unknown outcome, or send the request
                        // again if it is repeatable.
                        let _ = state.keys.renew(claimed).await;
                    }
                }
            }
        };
        let Some(claimed) = claimed else {
            let _ = sender.send(status);
            return;
        };
        // Stored first, so that what the page gets is what all relays know.
        let mut is_stored = state.keys.finish(&claimed, &status).await.is_ok();
        let _ = sender.send(status.clone());
        for _ in 0..MAX_STORING {
            if is_stored {
                return;
            }
            tokio::time::sleep(STORING_INTERVAL).await;
            is_stored = state.keys.finish(&claimed, &status).await.is_ok();
        }
        warn!("the status of a request could not be stored; other relays report that it is unknown");
    });
    receiver
}

/// Sends a request to the API. `may_exist` tells whether an earlier attempt may have created its case.
async fn send(state: Arc<RelayState>, request: Arc<Outgoing>, may_exist: bool) -> RequestStatus {
    let _permit = state.permit().await;
    let Outgoing { payload, .. } = &*request;
    let result = match request.external_id {
        Some(source) => create_once(&state, payload, source, may_exist).await,
        None => {
            let created = state.client.create_case(payload).await;
            created.map_err(|error| logged(&error, client_problem(&error, false)))
        }
    };
    match result {
        Ok(case) => {
            // Without it, the page cannot follow the case, but it has been created.
            let _ = state.keys.add_case(case.id).await;
            info!(case = case.id, "a case was created");
            RequestStatus::created(&case)
        }
        Err(problem) => RequestStatus::Failed(problem),
    }
}

/// Creates a case unless it exists.
async fn create_once(
    state: &RelayState,
    payload: &Payload,
    source: ExternalIdSource,
    may_exist: bool,
) -> Result<Case, ProblemDetails> {
    let created = state.client.create_case_once(payload).await.map_err(|error| {
        let problem = if may_exist {
            unknown(Some(&error), true)
        } else {
            client_problem(&error, true)
        };
        logged(&error, problem)
    })?;
    let Some(case) = created.case else {
        warn!("there is a case with the external ID of a request, but it was not found in the list of cases");
        return Err(unknown(None, true));
    };
    if created.origin == CaseOrigin::Created {
        let external_id = payload.external_id().unwrap_or_default();
        if !has_external_id(&case, external_id) {
            state.end_exactly_once();
        }
        return Ok(case);
    }
    let is_own = source == ExternalIdSource::Derived
        || SentRequest::parse(payload.body()).is_some_and(|request| request.is_of(&case));
    if is_own {
        return Ok(case);
    }
    warn!(
        case = case.id,
        "a case with the external ID of a request has other values"
    );
    // After an attempt without a response, the case could also be that of the request, changed by the API.
    Err(if may_exist || created.origin == CaseOrigin::EarlierAttempt {
        unknown(None, true)
    } else {
        duplicate()
    })
}

/// The problem that another request has used the external ID.
fn duplicate() -> ProblemDetails {
    let status = StatusCode::BAD_REQUEST;
    let problem = Problem::Server {
        status: status.as_u16().into(),
        server_code: Some("unique".to_owned()),
    };
    let mut issue = Issue::new(problem, Path(vec![Segment::Key(CasePlace::external_id.name().into())]));
    issue.source = Source::Server;
    issue.original_message = Some("There is a case with this external_id and other values.".to_owned());
    ProblemDetails::with_issues(
        status,
        "rejected",
        "The API rejected the request.",
        &[issue],
        Language::En,
    )
}

fn logged(error: &Error, problem: ProblemDetails) -> ProblemDetails {
    warn!(
        problem = &*problem.name,
        status = error.status(),
        request_id = error.request_id(),
        attempts = error.attempts(),
        "no case was created, or the outcome is unknown"
    );
    problem
}
