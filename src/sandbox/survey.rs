//! Counts what the store holds, and reads back what was received.

use std::sync::atomic::Ordering;

use rusqlite::Connection;

use super::state::{State, lock};
use super::{Facts, ReceivedCase, SandboxError, Webhooks, case};

/// The counts of a sandbox.
pub(super) async fn facts(state: &State) -> Result<Facts, SandboxError> {
    let now = case::now();
    let counted = state.database.run(move |connection| {
        let count = |table: &str| {
            connection
                .prepare_cached(&format!("SELECT count(*) FROM {table}"))?
                .query_row([], |row| row.get(0))
                .map(i64::unsigned_abs)
        };
        Ok(Facts {
            cases: count("cases")?,
            started: count("cases WHERE started_at IS NOT NULL")?,
            customers: count("customers")?,
            tokens: connection
                .prepare_cached("SELECT count(*) FROM tokens WHERE expires_at > ?1")?
                .query_row([now], |row| row.get(0))
                .map(i64::unsigned_abs)?,
            webhooks: Webhooks {
                delivered: count("deliveries WHERE result = 'delivered'")?,
                refused: count("deliveries WHERE result = 'refused'")?,
                failed: count("deliveries WHERE result = 'failed'")?,
            },
            ..Facts::default()
        })
    });
    let mut facts = counted.await?;
    facts.requests = state.requests.load(Ordering::Relaxed);
    facts.create_requests = state.create_requests.load(Ordering::Relaxed);
    let plan = lock(&state.plan);
    facts.faults_done = plan.done.clone();
    facts.faults = plan.faults.to_string();
    facts.next = plan.next.iter().map(ToString::to_string).collect();
    Ok(facts)
}

/// The cases with numbers above `after`, oldest first, as they were received.
pub(super) fn received(connection: &Connection, after: i64, limit: usize) -> rusqlite::Result<Vec<ReceivedCase>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(
        "SELECT id, created_at, customer_id, request_id, body FROM cases WHERE id > ?1 ORDER BY id LIMIT ?2",
    )?;
    let cases = statement.query_map([after, limit], |row| {
        Ok(ReceivedCase {
            id: row.get(0)?,
            created_at: case::time_text(row.get(1)?),
            customer_id: row.get(2)?,
            request_id: row.get(3)?,
            body: row.get(4)?,
        })
    })?;
    cases.collect()
}
