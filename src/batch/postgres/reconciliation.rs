//! Lines with an unknown outcome, and cases that were found for them.

use std::collections::HashSet;

use super::super::clock;
use super::super::error::JournalError;
use super::super::job::Job;
use super::super::matching::{FoundCase, Match, UnknownLine};
use super::super::store::{FOUND, FOUND_EARLIER, OTHER_VALUES};
use super::lines::{hash_of, job_of, signed};
use super::store::{PostgresStore, value};

impl PostgresStore {
    pub(super) fn find_unknown_lines(&mut self) -> Result<(Vec<UnknownLine>, u64), JournalError> {
        let now: i64 = value(self.session.query("SELECT sphinx_case_now()", &[])?.first())?;
        // The times of the journal are compared with those of this machine.
        let offset = clock::now().saturating_sub(now);
        let rows = self.session.query(
            "SELECT number, start, length, payload, external_id, identity, first_sent, last_sent, noticed
             FROM sphinx_case_batch_lines WHERE batch = $1 AND state = 'unknown'",
            &[&self.batch],
        )?;
        let mut lines = Vec::new();
        for row in &rows {
            let identity: Option<&[u8]> = row.try_get(5)?;
            let (first_sent, last_sent): (Option<i64>, Option<i64>) = (row.try_get(6)?, row.try_get(7)?);
            let noticed: Option<i64> = row.try_get(8)?;
            let (Some(identity), Some(first_sent), Some(last_sent)) = (identity, first_sent, last_sent) else {
                continue;
            };
            lines.push(UnknownLine {
                job: job_of(row)?,
                identity: hash_of(identity)?,
                first_sent: first_sent.saturating_add(offset),
                last_sent: last_sent.saturating_add(offset),
                noticed: noticed.map(|time| time.saturating_add(offset)),
            });
        }
        Ok((lines, rows.len() as u64))
    }

    pub(super) fn find_known_cases(&mut self, ids: &HashSet<i64>) -> Result<HashSet<i64>, JournalError> {
        let ids: Vec<i64> = ids.iter().copied().collect();
        let sql = "SELECT case_id FROM sphinx_case_batch_lines WHERE batch = $1 AND case_id = ANY($2)";
        let rows = self.session.query(sql, &[&self.batch, &ids])?;
        rows.iter().map(|row| value(Some(row))).collect()
    }

    pub(super) fn mark_matches(&mut self, matches: &[Match]) -> Result<u64, JournalError> {
        self.lock_marks()?;
        // All are checked before the first one is marked, because marking changes the result.
        let mut certain = Vec::new();
        for pair in matches {
            let identities: Vec<Vec<u8>> = pair.identities.iter().map(|hash| hash.to_vec()).collect();
            let others = self.session.query(
                "SELECT EXISTS (SELECT FROM sphinx_case_batch_lines WHERE batch = $1 AND identity = ANY($2) AND number <> $3
                 AND (state IN ('pending', 'sending', 'unknown') OR doubtful))",
                &[&self.batch, &identities, &signed(pair.line)],
            )?;
            if !value::<bool>(others.first())? {
                certain.push(pair);
            }
        }
        let mut count = 0_u64;
        for pair in certain {
            let marked = self.session.execute(
                "UPDATE sphinx_case_batch_lines SET state = 'created', case_id = $3, reconciled = true, doubtful = false, again = false,
                 reason = $4 WHERE batch = $1 AND number = (
                     SELECT number FROM sphinx_case_batch_lines WHERE batch = $1 AND number = $2 AND state = 'unknown'
                     FOR UPDATE SKIP LOCKED)",
                &[&self.batch, &signed(pair.line), &pair.case_id, &FOUND],
            )?;
            count = count.saturating_add(marked);
        }
        Ok(count)
    }

    pub(super) fn find_lines_to_find(&mut self) -> Result<Vec<Job>, JournalError> {
        let rows = self.session.query(
            "SELECT number, start, length, payload, external_id FROM sphinx_case_batch_lines
             WHERE batch = $1 AND state = 'unknown' AND external_id IS NOT NULL",
            &[&self.batch],
        )?;
        rows.iter().map(job_of).collect()
    }

    pub(super) fn mark_found(&mut self, found: &[FoundCase]) -> Result<u64, JournalError> {
        self.lock_marks()?;
        let mut count = 0_u64;
        for case in found {
            let (line, id) = (signed(case.line), case.case_id);
            if case.is_equal {
                let marked = self.session.execute(
                    "UPDATE sphinx_case_batch_lines SET state = 'created', case_id = $3, reconciled = true, doubtful = false,
                     again = false, reason = CASE WHEN existed THEN $4 ELSE $5 END WHERE batch = $1 AND number = (
                         SELECT number FROM sphinx_case_batch_lines WHERE batch = $1 AND number = $2 AND state = 'unknown'
                         FOR UPDATE SKIP LOCKED)",
                    &[&self.batch, &line, &id, &FOUND_EARLIER, &FOUND],
                )?;
                count = count.saturating_add(marked);
                continue;
            }
            // If no attempt can have created it, it is certainly the case of another request.
            let [before, after] = OTHER_VALUES;
            self.session.execute(
                "UPDATE sphinx_case_batch_lines SET state = CASE WHEN existed THEN 'rejected' ELSE 'unknown' END, again = false,
                 reason = $3 WHERE batch = $1 AND number = (
                     SELECT number FROM sphinx_case_batch_lines WHERE batch = $1 AND number = $2 AND state = 'unknown'
                     FOR UPDATE SKIP LOCKED)",
                &[&self.batch, &line, &format!("{before}{id}{after}")],
            )?;
        }
        Ok(count)
    }

    /// Until the transaction ends, no other process marks lines as found.
    fn lock_marks(&mut self) -> Result<(), JournalError> {
        let sql = "SELECT FROM sphinx_case_batches WHERE id = $1 FOR UPDATE";
        self.session.query(sql, &[&self.batch])?;
        Ok(())
    }
}
