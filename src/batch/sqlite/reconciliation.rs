//! Lines with an unknown outcome, and cases that were found for them.

use std::collections::HashSet;

use rusqlite::params;

use super::super::error::JournalError;
use super::super::job::Job;
use super::super::matching::{FoundCase, Match, UnknownLine};
use super::lines::{job_of, signed};
use super::store::Store;

impl Store {
    /// The lines with an unknown outcome whose case can be found, and the number of all lines with an unknown outcome.
    pub fn unknown_lines(&self) -> Result<(Vec<UnknownLine>, u64), JournalError> {
        let mut statement = self.connection.prepare(
            "SELECT number, offset, length, payload, external_id, identity, first_sent, last_sent, noticed FROM line
             WHERE state = 'unknown'",
        )?;
        let mut rows = statement.query([])?;
        let mut lines = Vec::new();
        let mut count = 0_u64;
        while let Some(row) = rows.next()? {
            count = count.saturating_add(1);
            let (Some(identity), Some(first_sent), Some(last_sent)) = (row.get(5)?, row.get(6)?, row.get(7)?) else {
                continue;
            };
            lines.push(UnknownLine {
                job: job_of(row)?,
                identity,
                first_sent,
                last_sent,
                noticed: row.get(8)?,
            });
        }
        Ok((lines, count))
    }

    /// Which of the cases belong to a line of the journal.
    pub fn known_cases(&self, ids: &HashSet<i64>) -> Result<HashSet<i64>, JournalError> {
        let mut known = HashSet::new();
        let mut statement = self
            .connection
            .prepare("SELECT case_id FROM line WHERE case_id IS NOT NULL")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            if ids.contains(&id) {
                known.insert(id);
            }
        }
        Ok(known)
    }

    /// Marks lines as created if their case cannot belong to another line. Returns their number.
    pub fn record_matches(&self, matches: &[Match]) -> Result<u64, JournalError> {
        let mut others = self.connection.prepare(
            "SELECT count(*) FROM line WHERE identity = ?1 AND number != ?2
             AND (state IN ('pending', 'sending', 'unknown') OR doubtful = 1)",
        )?;
        let mut is_certain = |pair: &Match| -> rusqlite::Result<bool> {
            for identity in &pair.identities {
                let count: i64 = others.query_row(params![identity, signed(pair.line)], |row| row.get(0))?;
                if count > 0 {
                    return Ok(false);
                }
            }
            Ok(true)
        };
        // All are checked before the first one is marked, because marking changes the result.
        let mut certain = Vec::new();
        for pair in matches {
            if is_certain(pair)? {
                certain.push(pair);
            }
        }
        let mut update = self.connection.prepare(
            "UPDATE line SET state = 'created', case_id = ?2, reconciled = 1, doubtful = 0, again = 0,
             reason = 'found in the list of cases' WHERE number = ?1 AND state = 'unknown'",
        )?;
        let mut count = 0_usize;
        for pair in certain {
            count = count.saturating_add(update.execute(params![signed(pair.line), pair.case_id])?);
        }
        Ok(count as u64)
    }

    /// The lines with an unknown outcome and an external ID.
    pub fn lines_to_find(&self) -> Result<Vec<Job>, JournalError> {
        let mut statement = self.connection.prepare(
            "SELECT number, offset, length, payload, external_id FROM line
             WHERE state = 'unknown' AND external_id IS NOT NULL",
        )?;
        let jobs = statement.query_map([], job_of)?;
        Ok(jobs.collect::<rusqlite::Result<_>>()?)
    }

    /// Records the cases that were found by their external ID. Returns the number of created lines.
    pub fn record_found(&self, found: &[FoundCase]) -> Result<u64, JournalError> {
        let mut created = self.connection.prepare(
            "UPDATE line SET state = 'created', case_id = ?2, reconciled = 1, doubtful = 0, again = 0, reason =
             iif(existed, 'the case existed before this line was sent first', 'found in the list of cases')
             WHERE number = ?1 AND state = 'unknown'",
        )?;
        // If no attempt can have created it, it is certainly the case of another request.
        let mut other = self.connection.prepare(
            "UPDATE line SET state = iif(existed, 'rejected', 'unknown'), again = 0,
             reason = 'case ' || ?2 || ' has this external_id, but other values than this line'
             WHERE number = ?1 AND state = 'unknown'",
        )?;
        let mut count = 0_usize;
        for case in found {
            let values = params![signed(case.line), case.case_id];
            if case.is_equal {
                count = count.saturating_add(created.execute(values)?);
            } else {
                other.execute(values)?;
            }
        }
        Ok(count as u64)
    }
}
