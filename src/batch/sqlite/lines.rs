//! The lines: inserting, sending, recording results, and reporting.

use rusqlite::{OptionalExtension, Row, params};

use super::super::clock;
use super::super::entry::{Counts, Entry, LineState};
use super::super::error::JournalError;
use super::super::job::{Hash, Job};
use super::super::result::{Details, SendResult};
use super::store::Store;
use crate::draft::ExternalId;

/// A line of a new journal.
pub(in super::super) struct NewLine<'a> {
    pub line: u64,
    pub offset: u64,
    pub length: u64,
    /// `None` for an invalid line.
    pub payload: Option<Hash>,
    pub identity: Option<Hash>,
    /// If the batch creates cases exactly once.
    pub external_id: Option<&'a str>,
    /// The issues of an invalid line, as a JSON array.
    pub issues: Option<String>,
}

impl Store {
    pub fn insert(&self, line: &NewLine<'_>) -> Result<(), JournalError> {
        let state = match line.payload {
            Some(_) => LineState::Pending,
            None => LineState::Invalid,
        };
        self.connection
            .prepare_cached(
                "INSERT INTO line (number, offset, length, payload, identity, external_id, state, issues)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                signed(line.line),
                signed(line.offset),
                signed(line.length),
                line.payload,
                line.identity,
                line.external_id,
                state.as_str(),
                line.issues,
            ])?;
        Ok(())
    }

    /// Prepares a run: it starts with the first line, and sends lines with an unknown outcome again if they have an external ID or
    /// `resend` is set.
    pub fn start_run(&mut self, resend: bool) -> Result<(), JournalError> {
        self.queue = Default::default();
        self.connection
            .execute("UPDATE line SET again = 0 WHERE again = 1", [])?;
        self.connection.execute(
            "UPDATE line SET again = 1 WHERE state = 'unknown' AND (?1 OR external_id IS NOT NULL)",
            [resend],
        )?;
        Ok(())
    }

    /// The next line to send, marked as being sent: a pending one, or else one that is sent again.
    pub fn take_next(&mut self) -> Result<Option<Job>, JournalError> {
        // A returned line, or the first one after the last.
        let returned = self.queue.returned.pop();
        let after = returned.map_or(self.queue.last, |line| line.saturating_sub(1));
        let mut pending = self.connection.prepare_cached(
            "SELECT number, offset, length, payload, external_id FROM line WHERE number > ?1 AND state = 'pending'
             ORDER BY number LIMIT 1",
        )?;
        let mut job = pending.query_row([signed(after)], job_of).optional()?;
        if returned.is_none() {
            self.queue.last = job.as_ref().map_or(u64::MAX, |job| job.line);
        }
        if job.is_none() {
            let mut unknown = self.connection.prepare_cached(
                "SELECT number, offset, length, payload, external_id FROM line WHERE again = 1 AND state = 'unknown'
                 ORDER BY number LIMIT 1",
            )?;
            job = unknown.query_row([], job_of).optional()?;
        }
        if let Some(job) = &job {
            let mut mark = self.connection.prepare_cached(
                "UPDATE line SET state = 'sending', attempts = attempts + 1,
                 resent = resent + (doubtful AND external_id IS NULL), first_sent = coalesce(first_sent, ?2), last_sent = ?2, noticed = NULL WHERE number = ?1",
            )?;
            mark.execute(params![signed(job.line), clock::now()])?;
        }
        Ok(job)
    }

    /// Records the result of a line. Returns its new state.
    pub fn record(&mut self, line: u64, result: &SendResult) -> Result<LineState, JournalError> {
        let number = signed(line);
        let now = clock::now();
        let Details {
            status,
            request_id,
            reason,
            issues,
        } = match result {
            SendResult::Created { case_id } => {
                let sql =
                    "UPDATE line SET state = 'created', again = 0, noticed = ?2, case_id = ?3, status = 201, reason =
                     CASE WHEN doubtful AND external_id IS NULL
                     THEN 'resent after an attempt with an unknown outcome: a second case may exist' END
                     WHERE number = ?1";
                self.connection
                    .prepare_cached(sql)?
                    .execute(params![number, now, case_id])?;
                return Ok(LineState::Created);
            }
            SendResult::Rejected(details)
            | SendResult::AlreadyThere(details)
            | SendResult::Unknown(details)
            | SendResult::NotAccepted(details) => details,
        };
        let state = match result {
            SendResult::Created { .. } => LineState::Created,
            // A previous attempt may have created a case, and be the reason for the rejection.
            SendResult::Rejected(_) => self
                .connection
                .prepare_cached(
                    "UPDATE line SET state = iif(doubtful, 'unknown', 'rejected'), again = 0, noticed = ?2, status = ?3,
                     request_id = ?4, reason = iif(doubtful, 'rejected when resent: ', '') || ?5, issues = ?6
                     WHERE number = ?1 RETURNING state",
                )?
                .query_row(params![number, now, status, request_id, reason, issues], state_of)?,
            // Until the case is found. It existed before if no attempt can have created it.
            SendResult::AlreadyThere(_) => self
                .connection
                .prepare_cached(
                    "UPDATE line SET state = 'unknown', existed = existed OR NOT doubtful, again = 0, noticed = ?2, status = ?3,
                     request_id = ?4, reason = ?5 WHERE number = ?1 RETURNING state",
                )?
                .query_row(params![number, now, status, request_id, reason], state_of)?,
            SendResult::Unknown(_) => self
                .connection
                .prepare_cached(
                    "UPDATE line SET state = 'unknown', doubtful = 1, again = external_id IS NOT NULL, noticed = ?2,
                     status = ?3, request_id = ?4, reason = ?5 WHERE number = ?1 RETURNING state",
                )?
                .query_row(params![number, now, status, request_id, reason], state_of)?,
            SendResult::NotAccepted(_) => self
                .connection
                .prepare_cached(
                    "UPDATE line SET state = iif(doubtful, 'unknown', 'pending'), first_sent = iif(doubtful, first_sent, NULL),
                     resent = resent - (doubtful AND external_id IS NULL), noticed = ?2, status = ?3, reason = ?4
                     WHERE number = ?1 RETURNING state",
                )?
                .query_row(params![number, now, status, reason], state_of)?,
        };
        if state == LineState::Pending {
            self.queue.returned.push(line);
        }
        Ok(state)
    }

    /// Lines that were being sent when a process ended: their outcome is unknown.
    pub fn mark_interrupted(&self) -> Result<(), JournalError> {
        self.connection.execute(
            "UPDATE line SET state = 'unknown', doubtful = 1, again = 0,
             reason = 'the process ended before a response was received' WHERE state = 'sending'",
            [],
        )?;
        Ok(())
    }

    pub fn counts(&self) -> Result<Counts, JournalError> {
        let mut counts = Counts::default();
        let [_, existed] = self.external_columns()?;
        let mut statement = self.connection.prepare(&format!(
            "SELECT state, count(*), sum(reconciled), sum(resent > 0), sum({existed} AND state = 'created') FROM line
             GROUP BY state"
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            *counts.count_mut(state_of(row)?) = unsigned(row, 1)?;
            counts.reconciled = counts.reconciled.saturating_add(unsigned(row, 2)?);
            counts.resent = counts.resent.saturating_add(unsigned(row, 3)?);
            counts.existed = counts.existed.saturating_add(unsigned(row, 4)?);
        }
        Ok(counts)
    }

    /// Calls a visitor with each line in one of the states, in their order.
    pub fn visit<E>(
        &self,
        states: &[LineState],
        mut visitor: impl FnMut(Entry) -> Result<(), E>,
    ) -> Result<Result<(), E>, JournalError> {
        let [external_id, existed] = self.external_columns()?;
        let mut statement = self.connection.prepare(&format!(
            "SELECT state, number, attempts, resent, case_id, reconciled, status, request_id, reason, issues, last_sent,
             noticed, {external_id}, {existed} FROM line ORDER BY number"
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if !states.contains(&state_of(row)?) {
                continue;
            }
            if let Err(error) = visitor(entry_of(row)?) {
                return Ok(Err(error));
            }
        }
        Ok(Ok(()))
    }
}

fn entry_of(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let time = |index: usize| row.get::<_, Option<i64>>(index).map(|time| time.map(clock::to_rfc3339));
    Ok(Entry {
        state: state_of(row)?,
        line: unsigned(row, 1)?,
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
        external_id: row.get(12)?,
        existed: row.get(13)?,
    })
}

/// The columns `number`, `offset`, `length`, `payload` and `external_id`.
pub(super) fn job_of(row: &Row<'_>) -> rusqlite::Result<Job> {
    Ok(Job {
        line: unsigned(row, 0)?,
        offset: unsigned(row, 1)?,
        length: unsigned(row, 2)?,
        payload: row.get(3)?,
        external_id: row
            .get::<_, Option<String>>(4)?
            .and_then(|text| ExternalId::new(text).ok()),
    })
}

/// The state in the first column.
fn state_of(row: &Row<'_>) -> rusqlite::Result<LineState> {
    Ok(LineState::of_name(row.get_ref(0)?.as_str()?).unwrap_or(LineState::Unknown))
}

fn unsigned(row: &Row<'_>, index: usize) -> rusqlite::Result<u64> {
    row.get(index)
        .map(|number: i64| u64::try_from(number).unwrap_or_default())
}

pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
