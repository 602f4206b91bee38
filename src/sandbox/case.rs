//! A case as the API answers it. What state it is in follows from when it was started, so that no clock has to tick.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use serde_json::value::RawValue;

/// The documented response.
#[derive(Serialize)]
pub(super) struct Case {
    pub(super) id: i64,
    customer: Customer,
    note: Option<String>,
    risk_score: Option<i64>,
    outcome: Option<&'static str>,
    is_complete: bool,
    failed: bool,
    created_at: String,
    updated_at: String,
    checks: Vec<Check>,
    rfi: Option<()>,
    webhook_url: Option<String>,
    delete_after: i64,
}

#[derive(Serialize)]
struct Customer {
    id: i64,
    full_name: String,
    external_id: Option<String>,
    customer_type: Option<String>,
}

#[derive(Serialize)]
struct Check {
    id: i64,
    check_type: Option<String>,
    status: &'static str,
    risk_score: Option<i64>,
    title: Option<String>,
    note: Option<String>,
    reasoning: Vec<String>,
    outcome: Option<&'static str>,
    input_details: Option<Box<RawValue>>,
    delete_after: Option<i64>,
    created_at: String,
    updated_at: String,
}

/// How far a case has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Pending,
    Deciding,
    Decided,
}

/// The times of a case, in microseconds.
#[derive(Clone, Copy)]
struct Times {
    created: i64,
    started: Option<i64>,
    decided: Option<i64>,
}

impl Times {
    fn progress(self, now: i64) -> Progress {
        match (self.started, self.decided) {
            (Some(_), Some(decided)) if decided <= now => Progress::Decided,
            (Some(started), Some(decided)) if now >= started.midpoint(decided) => Progress::Deciding,
            _ => Progress::Pending,
        }
    }

    fn updated(self, now: i64) -> i64 {
        match self.progress(now) {
            Progress::Decided => self.decided,
            _ => self.started,
        }
        .unwrap_or(self.created)
    }
}

const SELECT: &str = "SELECT cases.id, customer_id, full_name, external_id, customer_type, webhook_url, delete_after, \
    created_at, started_at, decided_at FROM cases JOIN customers ON customers.id = customer_id";

/// The case of a number.
pub(super) fn find(connection: &Connection, id: i64, now: i64) -> rusqlite::Result<Option<Case>> {
    let case = connection
        .prepare_cached(&format!("{SELECT} WHERE cases.id = ?1"))?
        .query_row([id], |row| read(row, now))
        .optional()?;
    case.map(|case| with_checks(connection, case, now)).transpose()
}

/// How many cases there are of a customer or at all, and some of them, newest first.
pub(super) fn list(
    connection: &Connection,
    customer_id: Option<i64>,
    skip: i64,
    limit: i64,
    now: i64,
) -> rusqlite::Result<(i64, Vec<Case>)> {
    let count = match customer_id {
        Some(id) => connection
            .prepare_cached("SELECT count(*) FROM cases WHERE customer_id = ?1")?
            .query_row([id], |row| row.get(0))?,
        None => connection
            .prepare_cached("SELECT count(*) FROM cases")?
            .query_row([], |row| row.get(0))?,
    };
    let filter = if customer_id.is_some() {
        "WHERE customer_id = ?3"
    } else {
        "WHERE ?3 IS NULL"
    };
    let mut statement =
        connection.prepare_cached(&format!("{SELECT} {filter} ORDER BY cases.id DESC LIMIT ?1 OFFSET ?2"))?;
    let cases: Vec<(Case, Times)> = statement
        .query_map(params![limit, skip, customer_id], |row| read(row, now))?
        .collect::<Result<_, _>>()?;
    let cases = cases.into_iter().map(|case| with_checks(connection, case, now));
    Ok((count, cases.collect::<Result<_, _>>()?))
}

fn read(row: &Row<'_>, now: i64) -> rusqlite::Result<(Case, Times)> {
    let times = Times {
        created: row.get(7)?,
        started: row.get(8)?,
        decided: row.get(9)?,
    };
    let case = Case {
        id: row.get(0)?,
        customer: Customer {
            id: row.get(1)?,
            full_name: row.get(2)?,
            external_id: row.get(3)?,
            customer_type: row.get(4)?,
        },
        note: None,
        risk_score: None,
        outcome: None,
        is_complete: times.progress(now) == Progress::Decided,
        failed: false,
        created_at: time_text(times.created),
        updated_at: time_text(times.updated(now)),
        checks: Vec::new(),
        rfi: None,
        webhook_url: row.get(5)?,
        delete_after: row.get(6)?,
    };
    Ok((case, times))
}

fn with_checks(connection: &Connection, (mut case, times): (Case, Times), now: i64) -> rusqlite::Result<Case> {
    let progress = times.progress(now);
    let mut statement = connection.prepare_cached(
        "SELECT id, check_type, input_details, delete_after FROM checks WHERE case_id = ?1 ORDER BY id",
    )?;
    let checks = statement.query_map([case.id], |row| {
        let id: i64 = row.get(0)?;
        let score = (progress == Progress::Decided).then(|| risk_score(id));
        let check_type: Option<String> = row.get(1)?;
        let details: Option<String> = row.get(2)?;
        Ok(Check {
            id,
            title: check_type
                .as_deref()
                .map(|name| crate::CheckType::from(name).label().to_owned()),
            check_type,
            status: match progress {
                Progress::Pending => "PENDING",
                Progress::Deciding => "DECIDING",
                Progress::Decided => "DECIDED",
            },
            risk_score: score,
            note: None,
            reasoning: score
                .map(|_| "Made up by the sandbox.".to_owned())
                .into_iter()
                .collect(),
            outcome: score.map(outcome),
            input_details: details.and_then(|text| RawValue::from_string(text).ok()),
            delete_after: row.get(3)?,
            created_at: case.created_at.clone(),
            updated_at: case.updated_at.clone(),
        })
    })?;
    case.checks = checks.collect::<Result<_, _>>()?;
    case.risk_score = case.checks.iter().filter_map(|check| check.risk_score).max();
    case.outcome = case.risk_score.map(outcome);
    Ok(case)
}

/// From 0 to 99, different from check to check and the same at every look.
fn risk_score(check_id: i64) -> i64 {
    check_id.wrapping_mul(37).rem_euclid(100)
}

fn outcome(risk_score: i64) -> &'static str {
    if risk_score < 90 { "ACCEPTED" } else { "REJECTED" }
}

/// Microseconds since 1970, now.
pub(super) fn now() -> i64 {
    jiff::Timestamp::now().as_microsecond()
}

/// A time in RFC 3339.
pub(super) fn time_text(microseconds: i64) -> String {
    jiff::Timestamp::from_microsecond(microseconds)
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .to_string()
}
