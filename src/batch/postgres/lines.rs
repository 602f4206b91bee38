//! The lines: inserting, sending, recording results, and reporting.

use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::super::clock;
use super::super::entry::{Counts, Entry, LineState};
use super::super::error::JournalError;
use super::super::job::{Hash, Job, Next};
use super::super::result::{Details, SendResult};
use super::super::store::{INTERRUPTED, NewLine, REJECTED_WHEN_RESENT, RESENT};
use super::store::{PostgresStore, value};
use crate::draft::ExternalId;

/// How many lines are inserted by one statement, and read at a time.
const PAGE: usize = 1_000;

impl PostgresStore {
    pub(super) fn add(&mut self, line: &NewLine<'_>) {
        let lines = &mut self.new_lines;
        lines.numbers.push(signed(line.line));
        lines.starts.push(signed(line.offset));
        lines.lengths.push(signed(line.length));
        lines.payloads.push(line.payload.map(Vec::from));
        lines.identities.push(line.identity.map(Vec::from));
        lines.states.push(line.state().as_str());
        lines.external_ids.push(line.external_id.map(ToOwned::to_owned));
        lines.issues.push(line.issues.clone());
    }

    pub(super) fn has_full_page(&self) -> bool {
        self.new_lines.numbers.len() >= PAGE
    }

    /// Inserts the lines that were added.
    pub(super) fn flush(&mut self) -> Result<(), JournalError> {
        let lines = std::mem::take(&mut self.new_lines);
        self.session.execute(
            "INSERT INTO sphinx_case_batch_lines (batch, number, start, length, payload, identity, state, external_id, issues)
             SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[], $6::bytea[], $7::text[], $8::text[], $9::text[])",
            &[
                &self.batch,
                &lines.numbers,
                &lines.starts,
                &lines.lengths,
                &lines.payloads,
                &lines.identities,
                &lines.states,
                &lines.external_ids,
                &lines.issues,
            ],
        )?;
        Ok(())
    }

    pub(super) fn prepare_run(&mut self, resend: bool) -> Result<(), JournalError> {
        let now = value(self.session.query("SELECT sphinx_case_now()", &[])?.first())?;
        self.resend_before = resend.then_some(now);
        self.session.execute(
            "UPDATE sphinx_case_batch_lines SET again = true WHERE (batch, number) IN (
                 SELECT batch, number FROM sphinx_case_batch_lines
                 WHERE batch = $1 AND state = 'unknown' AND external_id IS NOT NULL AND NOT again FOR UPDATE SKIP LOCKED)",
            &[&self.batch],
        )?;
        Ok(())
    }

    pub(super) fn take_line(&mut self) -> Result<Next, JournalError> {
        if let Some(job) = self.take_pending()? {
            return Ok(Next::Line(job));
        }
        if let Some(pause) = self.pause_left()? {
            return Ok(Next::Paused(pause));
        }
        self.mark_interrupted()?;
        let rows = self.session.query(
            "UPDATE sphinx_case_batch_lines SET state = 'sending', worker = $2, attempts = attempts + 1,
             resent = resent + (doubtful AND external_id IS NULL)::integer,
             first_sent = coalesce(first_sent, sphinx_case_now()), last_sent = sphinx_case_now(), noticed = NULL
             WHERE batch = $1 AND number = (
                 SELECT number FROM sphinx_case_batch_lines
                 WHERE batch = $1 AND state = 'unknown' AND (again OR (external_id IS NULL AND last_sent < $3))
                 ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED)
             RETURNING number, start, length, payload, external_id",
            &[&self.batch, &self.worker, &self.resend_before],
        )?;
        if let Some(row) = rows.first() {
            return Ok(Next::Line(job_of(row)?));
        }
        let others = "SELECT EXISTS (SELECT FROM sphinx_case_batch_lines WHERE batch = $1 AND state = 'sending' AND worker <> $2)";
        let rows = self.session.query(others, &[&self.batch, &self.worker])?;
        Ok(match value(rows.first())? {
            true => Next::Later,
            false => Next::Nothing,
        })
    }

    fn take_pending(&mut self) -> Result<Option<Job>, JournalError> {
        let rows = self.session.query(
            "UPDATE sphinx_case_batch_lines SET state = 'sending', worker = $2, attempts = attempts + 1,
             first_sent = coalesce(first_sent, sphinx_case_now()), last_sent = sphinx_case_now(), noticed = NULL
             WHERE batch = $1 AND number = (
                 SELECT number FROM sphinx_case_batch_lines WHERE batch = $1 AND state = 'pending'
                 AND (SELECT paused_until FROM sphinx_case_batches WHERE id = $1) <= statement_timestamp()
                 ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED)
             RETURNING number, start, length, payload, external_id",
            &[&self.batch, &self.worker],
        )?;
        rows.first().map(job_of).transpose()
    }

    /// The lines of processes whose session has ended: their outcome is unknown.
    pub fn mark_interrupted(&mut self) -> Result<(), JournalError> {
        self.session.execute(
            "UPDATE sphinx_case_batch_lines SET state = 'unknown', doubtful = true, again = external_id IS NOT NULL, reason = $2
             WHERE (batch, number) IN (
                 SELECT batch, number FROM sphinx_case_batch_lines
                 WHERE batch = $1 AND state = 'sending' AND worker NOT IN (
                     SELECT objid::bigint FROM pg_locks
                     WHERE locktype = 'advisory' AND classid = 1399877698 AND objsubid = 2 AND granted
                     AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
                 FOR UPDATE SKIP LOCKED)",
            &[&self.batch, &INTERRUPTED],
        )?;
        Ok(())
    }

    pub(super) fn record_result(&mut self, line: u64, result: &SendResult) -> Result<LineState, JournalError> {
        let number = signed(line);
        let (batch, session) = (&self.batch, &mut self.session);
        let Details {
            status,
            request_id,
            reason,
            issues,
        } = match result {
            SendResult::Created { case_id } => {
                session.execute(
                    "UPDATE sphinx_case_batch_lines SET state = 'created', again = false, noticed = sphinx_case_now(), case_id = $3,
                     status = 201, reason = CASE WHEN doubtful AND external_id IS NULL THEN $4 END WHERE batch = $1 AND number = $2",
                    &[batch, &number, case_id, &RESENT],
                )?;
                return Ok(LineState::Created);
            }
            SendResult::Rejected(details)
            | SendResult::AlreadyThere(details)
            | SendResult::Unknown(details)
            | SendResult::NotAccepted(details) => details,
        };
        let status = &status.map(i32::from);
        let rows = match result {
            SendResult::Created { .. } => return Ok(LineState::Created),
            // A previous attempt may have created a case, and be the reason for the rejection.
            SendResult::Rejected(_) => session.query(
                "UPDATE sphinx_case_batch_lines SET state = CASE WHEN doubtful THEN 'unknown' ELSE 'rejected' END, again = false,
                 noticed = sphinx_case_now(), status = $3, request_id = $4,
                 reason = CASE WHEN doubtful THEN $7 ELSE '' END || $5, issues = $6
                 WHERE batch = $1 AND number = $2 RETURNING state",
                &[batch, &number, status, request_id, reason, issues, &REJECTED_WHEN_RESENT],
            )?,
            // Until the case is found. It existed before if no attempt can have created it.
            SendResult::AlreadyThere(_) => session.query(
                "UPDATE sphinx_case_batch_lines SET state = 'unknown', existed = existed OR NOT doubtful, again = false,
                 noticed = sphinx_case_now(), status = $3, request_id = $4, reason = $5
                 WHERE batch = $1 AND number = $2 RETURNING state",
                &[batch, &number, status, request_id, reason],
            )?,
            SendResult::Unknown(_) => session.query(
                "UPDATE sphinx_case_batch_lines SET state = 'unknown', doubtful = true, again = external_id IS NOT NULL,
                 noticed = sphinx_case_now(), status = $3, request_id = $4, reason = $5
                 WHERE batch = $1 AND number = $2 RETURNING state",
                &[batch, &number, status, request_id, reason],
            )?,
            SendResult::NotAccepted(_) => session.query(
                "UPDATE sphinx_case_batch_lines SET state = CASE WHEN doubtful THEN 'unknown' ELSE 'pending' END,
                 first_sent = CASE WHEN doubtful THEN first_sent END,
                 resent = resent - (doubtful AND external_id IS NULL)::integer, noticed = sphinx_case_now(), status = $3, reason = $4
                 WHERE batch = $1 AND number = $2 RETURNING state",
                &[batch, &number, status, reason],
            )?,
        };
        state_of(
            rows.first()
                .ok_or_else(|| JournalError::damaged(format!("line {line} is missing")))?,
        )
    }

    pub(super) fn count_lines(&mut self) -> Result<Counts, JournalError> {
        let mut counts = Counts::default();
        let rows = self.session.query(
            "SELECT state, count(*), count(*) FILTER (WHERE reconciled), count(*) FILTER (WHERE resent > 0),
             count(*) FILTER (WHERE existed AND state = 'created') FROM sphinx_case_batch_lines WHERE batch = $1 GROUP BY state",
            &[&self.batch],
        )?;
        for row in &rows {
            *counts.count_mut(state_of(row)?) = unsigned(row, 1)?;
            counts.reconciled = counts.reconciled.saturating_add(unsigned(row, 2)?);
            counts.resent = counts.resent.saturating_add(unsigned(row, 3)?);
            counts.existed = counts.existed.saturating_add(unsigned(row, 4)?);
        }
        Ok(counts)
    }

    pub(super) fn visit_lines(
        &mut self,
        states: &[LineState],
        visitor: &mut dyn FnMut(Entry) -> bool,
    ) -> Result<(), JournalError> {
        let states: Vec<_> = states.iter().map(|state| state.as_str()).collect();
        let (page, mut after) = (signed(PAGE as u64), 0_i64);
        loop {
            let params: [&(dyn ToSql + Sync); 4] = [&self.batch, &states, &after, &page];
            let rows = self.session.query(
                "SELECT state, number, attempts, resent, case_id, reconciled, status, request_id, reason, issues, last_sent,
                 noticed, external_id, existed FROM sphinx_case_batch_lines
                 WHERE batch = $1 AND state = ANY($2) AND number > $3 ORDER BY number LIMIT $4",
                &params,
            )?;
            for row in &rows {
                after = row.try_get(1)?;
                if !visitor(entry_of(row)?) {
                    return Ok(());
                }
            }
            if rows.len() < PAGE {
                return Ok(());
            }
        }
    }
}

fn entry_of(row: &Row) -> Result<Entry, JournalError> {
    let time = |index: usize| {
        row.try_get::<_, Option<i64>>(index)
            .map(|time| time.map(clock::to_rfc3339))
    };
    let count = |index: usize| {
        row.try_get(index)
            .map(|count: i32| u32::try_from(count).unwrap_or_default())
    };
    let status: Option<i32> = row.try_get(6)?;
    Ok(Entry {
        state: state_of(row)?,
        line: unsigned(row, 1)?,
        attempts: count(2)?,
        resent: count(3)?,
        case_id: row.try_get(4)?,
        reconciled: row.try_get(5)?,
        status: status.and_then(|status| u16::try_from(status).ok()),
        request_id: row.try_get(7)?,
        reason: row.try_get(8)?,
        issues: row.try_get(9)?,
        sent_at: time(10)?,
        noticed_at: time(11)?,
        external_id: row.try_get(12)?,
        existed: row.try_get(13)?,
    })
}

/// The columns `number`, `start`, `length`, `payload` and `external_id`.
pub(super) fn job_of(row: &Row) -> Result<Job, JournalError> {
    let external_id: Option<String> = row.try_get(4)?;
    Ok(Job {
        line: unsigned(row, 0)?,
        offset: unsigned(row, 1)?,
        length: unsigned(row, 2)?,
        payload: hash_of(row.try_get(3)?)?,
        external_id: external_id.and_then(|text| ExternalId::new(text).ok()),
    })
}

pub(super) fn hash_of(bytes: &[u8]) -> Result<Hash, JournalError> {
    bytes
        .try_into()
        .map_err(|_| JournalError::damaged("a hash has the wrong length"))
}

/// The state in the first column.
fn state_of(row: &Row) -> Result<LineState, JournalError> {
    Ok(LineState::of_name(row.try_get(0)?).unwrap_or(LineState::Unknown))
}

fn unsigned(row: &Row, index: usize) -> Result<u64, JournalError> {
    let number: i64 = row.try_get(index)?;
    Ok(u64::try_from(number).unwrap_or_default())
}

pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
