//! A case: what is stored of it, and the documented response. Its progress depends on when it was started, so nothing has to
//! change when time passes.

use serde::Serialize;

use crate::request::{Details, SyncPlatform};

/// A stored case.
#[derive(Debug)]
pub(super) struct Case {
    pub id: i64,
    pub customer_id: i64,
    pub webhook_url: Option<String>,
    pub delete_after: i32,
    pub assignee: Option<String>,
    pub metadata: Option<Details>,
    pub sync_platforms: Vec<SyncPlatform>,
    pub external_id: String,
    pub created_at: i64,
    pub started_at: Option<i64>,
    pub checks: Vec<Check>,
    /// The `X-Request-Id` of the request.
    pub request_id: String,
    /// The body of the request, as received.
    pub body: String,
}

/// A stored check.
#[derive(Debug)]
pub(super) struct Check {
    pub id: i64,
    pub check_type: Option<String>,
    pub input_details: Option<Details>,
    pub delete_after: Option<i32>,
}

/// A stored customer, which is also part of the response.
#[derive(Debug, Serialize)]
pub(super) struct Customer {
    pub id: i64,
    pub full_name: String,
    pub external_id: Option<String>,
    pub customer_type: Option<String>,
}

/// The documented response.
#[derive(Serialize)]
pub(super) struct CaseResponse<'s> {
    id: i64,
    customer: &'s Customer,
    note: Option<String>,
    risk_score: Option<i64>,
    outcome: Option<&'static str>,
    is_complete: bool,
    failed: bool,
    created_at: String,
    updated_at: String,
    checks: Vec<CheckResponse<'s>>,
    rfi: Option<()>,
    webhook_url: Option<&'s str>,
    delete_after: i32,
    assignee: Option<&'s str>,
    metadata: Option<&'s Details>,
    sync_platforms: &'s [SyncPlatform],
    external_id: &'s str,
}

#[derive(Serialize)]
struct CheckResponse<'s> {
    id: i64,
    check_type: Option<&'s str>,
    status: &'static str,
    risk_score: Option<i64>,
    title: Option<String>,
    note: Option<String>,
    reasoning: Vec<&'static str>,
    outcome: Option<&'static str>,
    input_details: Option<&'s Details>,
    delete_after: Option<i32>,
    created_at: String,
    updated_at: String,
}

impl<'s> CaseResponse<'s> {
    pub fn new(case: &'s Case, customer: &'s Customer, now: i64, decision_time: i64) -> Self {
        let (status, updated_at) = match case.started_at {
            Some(started) if started.saturating_add(decision_time) <= now => {
                ("DECIDED", started.saturating_add(decision_time))
            }
            Some(started) if started.saturating_add(decision_time / 2) <= now => ("DECIDING", started),
            Some(started) => ("PENDING", started),
            None => ("PENDING", case.created_at),
        };
        let (created_at, updated_at) = (time_text(case.created_at), time_text(updated_at));
        let is_complete = status == "DECIDED";
        let checks = case.checks.iter().map(|check| {
            let risk_score = is_complete.then(|| risk_score(check.id));
            CheckResponse {
                id: check.id,
                check_type: check.check_type.as_deref(),
                status,
                risk_score,
                title: check
                    .check_type
                    .as_deref()
                    .map(|name| crate::CheckType::from(name).label().to_owned()),
                note: None,
                reasoning: risk_score.map(|_| "Made up by the sandbox.").into_iter().collect(),
                outcome: risk_score.map(outcome),
                input_details: check.input_details.as_ref(),
                delete_after: check.delete_after,
                created_at: created_at.clone(),
                updated_at: updated_at.clone(),
            }
        });
        let checks: Vec<CheckResponse<'_>> = checks.collect();
        let risk_score = checks.iter().filter_map(|check| check.risk_score).max();
        Self {
            id: case.id,
            customer,
            note: None,
            risk_score,
            outcome: risk_score.map(outcome),
            is_complete,
            failed: false,
            created_at,
            updated_at,
            checks,
            rfi: None,
            webhook_url: case.webhook_url.as_deref(),
            delete_after: case.delete_after,
            assignee: case.assignee.as_deref(),
            metadata: case.metadata.as_ref(),
            sync_platforms: &case.sync_platforms,
            external_id: &case.external_id,
        }
    }
}

/// From 0 to 99, the same in each run and different for consecutive checks.
fn risk_score(check_id: i64) -> i64 {
    check_id.wrapping_mul(37).rem_euclid(100)
}

fn outcome(risk_score: i64) -> &'static str {
    if risk_score < 90 { "ACCEPTED" } else { "REJECTED" }
}

/// A time in RFC 3339.
pub(super) fn time_text(microseconds: i64) -> String {
    jiff::Timestamp::from_microsecond(microseconds)
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .to_string()
}
