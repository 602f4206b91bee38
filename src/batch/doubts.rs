//! What the journal has of lines of unknown outcome, and how they are settled by cases that were found.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use super::identity::{Hash, Sent};
use super::marks::Job;

/// A line of unknown outcome.
pub(super) struct Line {
    pub job: Job,
    pub identity: Hash,
    pub first_sent: i64,
    pub last_sent: i64,
    /// Nothing when the process ended before there was anything to notice.
    pub noticed: Option<i64>,
    pub sent: Option<Sent>,
}

/// A case that may be a line's, with the identities under which it could be another's.
#[derive(Debug, Clone)]
pub(super) struct Match {
    pub number: i64,
    pub case: i64,
    pub identities: Vec<Hash>,
}

/// The unknown lines that can be looked for, and how many there are in all.
pub(super) fn unknown_lines(connection: &Connection) -> rusqlite::Result<(Vec<Line>, u64)> {
    let mut statement = connection.prepare(
        "SELECT number, offset, length, payload, identity, first_sent, last_sent, noticed FROM line WHERE state = 'unknown'",
    )?;
    let mut rows = statement.query([])?;
    let mut lines = Vec::new();
    let mut unknown = 0_u64;
    while let Some(row) = rows.next()? {
        unknown = unknown.saturating_add(1);
        let Some(identity) = row.get(4)? else { continue };
        let (Some(first_sent), Some(last_sent)) = (row.get(5)?, row.get(6)?) else {
            continue;
        };
        let place = |index: usize| {
            row.get(index)
                .map(|number: i64| u64::try_from(number).unwrap_or_default())
        };
        lines.push(Line {
            job: Job {
                number: row.get(0)?,
                offset: place(1)?,
                length: place(2)?,
                payload: row.get(3)?,
            },
            identity,
            first_sent,
            last_sent,
            noticed: row.get(7)?,
            sent: None,
        });
    }
    Ok((lines, unknown))
}

/// Those of the cases that the journal has already.
pub(super) fn taken(connection: &Connection, ids: &HashSet<i64>) -> rusqlite::Result<HashSet<i64>> {
    let mut taken = HashSet::new();
    if ids.is_empty() {
        return Ok(taken);
    }
    let mut statement = connection.prepare("SELECT case_id FROM line WHERE case_id IS NOT NULL")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        if ids.contains(&id) {
            taken.insert(id);
        }
    }
    Ok(taken)
}

/// Marks the lines as created whose case can be nobody else's.
pub(super) fn settle(connection: &Connection, matches: &[Match]) -> rusqlite::Result<u64> {
    let mut rivals = connection.prepare(
        "SELECT count(*) FROM line WHERE identity = ?1 AND number != ?2
         AND (state IN ('pending', 'sending', 'unknown') OR doubtful = 1)",
    )?;
    let mut certain = Vec::new();
    for found in matches {
        let mut others: i64 = 0;
        for identity in &found.identities {
            let rivals: i64 = rivals.query_row(params![identity, found.number], |row| row.get(0))?;
            others = others.saturating_add(rivals);
        }
        if others == 0 {
            certain.push(found);
        }
    }
    let mut mark = connection.prepare(
        "UPDATE line SET state = 'created', case_id = ?2, reconciled = 1, doubtful = 0, again = 0,
         reason = 'found in the list of cases' WHERE number = ?1 AND state = 'unknown'",
    )?;
    let mut count = 0_u64;
    for found in certain {
        count =
            count.saturating_add(u64::try_from(mark.execute(params![found.number, found.case])?).unwrap_or_default());
    }
    Ok(count)
}
