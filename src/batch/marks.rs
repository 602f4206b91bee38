//! What is written of a line: that it is being sent, and what came of it.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::clock;
use super::entry::{Counts, Entry, State};
use super::identity::Hash;

/// A line to send: where it stands in the file, and what it has to come to.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub number: i64,
    pub offset: u64,
    pub length: u64,
    pub payload: Hash,
}

/// What came of sending a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    Created {
        case: i64,
    },
    Rejected {
        status: Option<u16>,
        request_id: Option<String>,
        reason: String,
        issues: Option<String>,
    },
    Unknown {
        status: Option<u16>,
        request_id: Option<String>,
        reason: String,
    },
    /// It was surely not taken.
    NotTaken {
        status: Option<u16>,
        reason: String,
    },
}

/// Where a run is in the lines: they are taken in their order, and those that were not taken by the API come again.
#[derive(Debug, Default)]
pub(super) struct Queue {
    after: i64,
    returned: Vec<i64>,
}

/// The next line to send, marked as being sent.
pub(super) fn begin(connection: &Connection, queue: &mut Queue, again: bool) -> rusqlite::Result<Option<Job>> {
    let read = |row: &Row<'_>| {
        Ok(Job {
            number: row.get(0)?,
            offset: unsigned(row.get(1)?),
            length: unsigned(row.get(2)?),
            payload: row.get(3)?,
        })
    };
    // One that has come back, or else the first behind the last.
    let returned = queue.returned.pop();
    let after = returned.map_or(queue.after, |number| number.saturating_sub(1));
    let mut next = connection.prepare_cached(
        "SELECT number, offset, length, payload FROM line WHERE number > ?1 AND state = 'pending' ORDER BY number LIMIT 1",
    )?;
    let mut job = next.query_row([after], read).optional()?;
    if returned.is_none() {
        queue.after = job.as_ref().map_or(i64::MAX, |job| job.number);
    }
    if job.is_none() && again {
        let mut next = connection.prepare_cached(
            "SELECT number, offset, length, payload FROM line WHERE again = 1 AND state = 'unknown' ORDER BY number LIMIT 1",
        )?;
        job = next.query_row([], read).optional()?;
    }
    if let Some(job) = &job {
        let mut mark = connection.prepare_cached(
            "UPDATE line SET state = 'sending', attempts = attempts + 1, resent = resent + doubtful,
             first_sent = coalesce(first_sent, ?2), last_sent = ?2, noticed = NULL WHERE number = ?1",
        )?;
        mark.execute(params![job.number, clock::now()])?;
    }
    Ok(job)
}

/// Writes what came of sending a line; the answer is its state.
pub(super) fn settle(
    connection: &Connection,
    queue: &mut Queue,
    number: i64,
    outcome: &Outcome,
) -> rusqlite::Result<State> {
    let now = clock::now();
    match outcome {
        Outcome::Created { case } => {
            connection
                .prepare_cached(
                    "UPDATE line SET state = 'created', again = 0, noticed = ?2, case_id = ?3, status = 201, reason =
                     CASE WHEN doubtful THEN 'sent again after an attempt of unknown outcome: there may be a second case' END
                     WHERE number = ?1",
                )?
                .execute(params![number, now, case])?;
            Ok(State::Created)
        }
        // An attempt before may have made a case, and be the reason why this one was rejected.
        Outcome::Rejected {
            status,
            request_id,
            reason,
            issues,
        } => connection
            .prepare_cached(
                "UPDATE line SET state = iif(doubtful, 'unknown', 'rejected'), again = 0, noticed = ?2, status = ?3,
                     request_id = ?4, reason = iif(doubtful, 'rejected when sent again: ', '') || ?5, issues = ?6
                     WHERE number = ?1 RETURNING state",
            )?
            .query_row(params![number, now, status, request_id, reason, issues], state_of),
        Outcome::Unknown {
            status,
            request_id,
            reason,
        } => {
            connection
                .prepare_cached(
                    "UPDATE line SET state = 'unknown', doubtful = 1, again = 0, noticed = ?2, status = ?3, request_id = ?4,
                     reason = ?5 WHERE number = ?1",
                )?
                .execute(params![number, now, status, request_id, reason])?;
            Ok(State::Unknown)
        }
        Outcome::NotTaken { status, reason } => {
            let state = connection
                .prepare_cached(
                    "UPDATE line SET state = iif(doubtful, 'unknown', 'pending'), first_sent = iif(doubtful, first_sent, NULL),
                     resent = resent - doubtful, noticed = ?2, status = ?3, reason = ?4 WHERE number = ?1 RETURNING state",
                )?
                .query_row(params![number, now, status, reason], state_of)?;
            if state == State::Pending {
                queue.returned.push(number);
            }
            Ok(state)
        }
    }
}

/// Lines that were being sent when a process ended: nobody knows what became of them.
pub(super) fn settle_interrupted(connection: &Connection) -> rusqlite::Result<usize> {
    connection.execute(
        "UPDATE line SET state = 'unknown', doubtful = 1, again = 0,
         reason = 'the process ended before an answer came' WHERE state = 'sending'",
        [],
    )
}

/// Whether lines of unknown outcome are to be sent again, from now on.
pub(super) fn set_again(connection: &Connection, again: bool) -> rusqlite::Result<()> {
    let statement = if again {
        "UPDATE line SET again = 1 WHERE state = 'unknown'"
    } else {
        "UPDATE line SET again = 0 WHERE again = 1"
    };
    connection.execute(statement, []).map(drop)
}

pub(super) fn counts(connection: &Connection) -> rusqlite::Result<Counts> {
    let mut counts = Counts::default();
    let mut statement =
        connection.prepare("SELECT state, count(*), sum(reconciled), sum(resent > 0) FROM line GROUP BY state")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(state) = State::of_name(&row.get::<_, String>(0)?) {
            *counts.of(state) = unsigned(row.get(1)?);
        }
        counts.reconciled = counts.reconciled.saturating_add(unsigned(row.get(2)?));
        counts.resent = counts.resent.saturating_add(unsigned(row.get(3)?));
    }
    Ok(counts)
}

/// Gives the lines in one of the states, in their order, to a visitor.
pub(super) fn visit<Failure>(
    connection: &Connection,
    states: &[State],
    mut visitor: impl FnMut(Entry) -> Result<(), Failure>,
) -> rusqlite::Result<Result<(), Failure>> {
    let mut statement = connection.prepare(
        "SELECT number, state, attempts, resent, case_id, reconciled, status, request_id, reason, issues, last_sent, noticed
         FROM line ORDER BY number",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let Some(state) = State::of_name(&row.get::<_, String>(1)?).filter(|state| states.contains(state)) else {
            continue;
        };
        let time = |index: usize| row.get::<_, Option<i64>>(index).map(|time| time.map(clock::text));
        let entry = Entry {
            line: unsigned(row.get(0)?),
            state,
            attempts: row.get(2)?,
            resent: row.get(3)?,
            case_id: row.get(4)?,
            reconciled: row.get(5)?,
            status: row.get(6)?,
            request_id: row.get(7)?,
            reason: row.get(8)?,
            issues: row.get(9)?,
            sent_at: time(10)?,
            noticed_at: time(11)?,
        };
        if let Err(failure) = visitor(entry) {
            return Ok(Err(failure));
        }
    }
    Ok(Ok(()))
}

fn state_of(row: &Row<'_>) -> rusqlite::Result<State> {
    Ok(State::of_name(&row.get::<_, String>(0)?).unwrap_or(State::Unknown))
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
