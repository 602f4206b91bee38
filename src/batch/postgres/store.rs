//! The session: opening a batch, and its transactions.

use std::sync::Arc;

use tokio_postgres::Row;

use super::super::error::JournalError;
use super::super::group_commit::Transactional;
use super::super::info::JournalInfo;
use super::new_lines::NewLines;
use crate::postgres::{Error, Schema, Session};

const SCHEMA: Schema = Schema {
    part: "journals of batches",
    version: 2,
    create: include_str!("tables.sql"),
    try_rights: "\
WITH added AS (INSERT INTO sphinx_case_batches (name) SELECT name FROM sphinx_case_batches WHERE false),
    changed AS (UPDATE sphinx_case_batches SET name = name WHERE false),
    added_lines AS (INSERT INTO sphinx_case_batch_lines SELECT * FROM sphinx_case_batch_lines WHERE false)
UPDATE sphinx_case_batch_lines SET state = state WHERE false",
};

/// An open journal.
#[derive(Debug)]
pub(in super::super) struct PostgresStore {
    pub(super) session: Session,
    name: String,
    /// The batch, once it exists.
    pub(super) batch: i32,
    /// The number of this process.
    pub(super) worker: i32,
    pub(super) new_lines: NewLines,
    /// If lines with an unknown outcome and no external ID are sent again: those that were last sent before this time.
    pub(super) resend_before: Option<i64>,
}

impl PostgresStore {
    /// Connects for writing.
    pub fn open(url: &str, name: &str) -> Result<Self, JournalError> {
        let mut session = Session::connect(url)?;
        session.create(&SCHEMA)?;
        let mut store = Self::of(session, name);
        let sql = "SELECT nextval('sphinx_case_batch_workers')::integer";
        store.worker = value(store.session.query(sql, &[])?.first())?;
        // Until the session ends. 1399877698 is "SphB".
        store
            .session
            .query("SELECT pg_advisory_lock(1399877698, $1)", &[&store.worker])?;
        Ok(store)
    }

    /// Connects for reading. Without a name, the database must contain one batch.
    pub fn open_read_only(url: &str, name: Option<&str>) -> Result<(Self, String), JournalError> {
        let session = Session::connect(url)?;
        if !session.has(&SCHEMA)? {
            return Err(JournalError::NotFound);
        }
        let mut store = Self::of(session, "");
        let sql = "SELECT name FROM sphinx_case_batches ORDER BY id";
        let names: Vec<String> = store
            .session
            .query(sql, &[])?
            .iter()
            .map(|row| value(Some(row)))
            .collect::<Result<_, _>>()?;
        let found = match name {
            Some(name) => names.iter().find(|found| *found == name),
            None if names.len() > 1 => return Err(JournalError::SeveralBatches { names }),
            None => names.first(),
        };
        let found = found.cloned().ok_or(JournalError::NotFound)?;
        store.name.clone_from(&found);
        store.find()?;
        Ok((store, found))
    }

    fn of(session: Session, name: &str) -> Self {
        Self {
            session,
            name: name.to_owned(),
            batch: 0,
            worker: 0,
            new_lines: NewLines::default(),
            resend_before: None,
        }
    }

    /// Within a transaction: waits while another process creates the batch. Returns whether it exists.
    pub fn lock(&mut self) -> Result<bool, JournalError> {
        let sql = "SELECT pg_advisory_xact_lock(hashtextextended('sphinx-case batch ' || $1, 0))";
        self.session.query(sql, &[&self.name])?;
        self.find()
    }

    fn find(&mut self) -> Result<bool, JournalError> {
        let rows = self
            .session
            .query("SELECT id FROM sphinx_case_batches WHERE name = $1", &[&self.name])?;
        self.batch = rows.first().map_or(Ok(0), |row| row.try_get(0))?;
        Ok(!rows.is_empty())
    }

    /// Within a transaction that [`complete`](Self::complete)s it: creates the batch. Its lines follow.
    pub fn create(&mut self) -> Result<(), JournalError> {
        let sql = "INSERT INTO sphinx_case_batches (name) VALUES ($1) RETURNING id";
        self.batch = value(self.session.query(sql, &[&self.name])?.first())?;
        Ok(())
    }

    pub(super) fn complete(&mut self, info: &JournalInfo) -> Result<(), JournalError> {
        let size = i64::try_from(info.size).unwrap_or(i64::MAX);
        self.session.execute(
            "UPDATE sphinx_case_batches SET file = $2, size = $3, sha256 = $4, base_url = $5, options = $6, begun = $7, program = $8
             WHERE id = $1",
            &[
                &self.batch,
                &info.file,
                &size,
                &info.sha256,
                &info.base_url,
                &info.options,
                &info.created_at,
                &env!("CARGO_PKG_VERSION"),
            ],
        )?;
        Ok(())
    }

    pub(super) fn read_info(&mut self) -> Result<JournalInfo, JournalError> {
        let sql = "SELECT file, size, sha256, base_url, options, begun FROM sphinx_case_batches WHERE id = $1";
        let rows = self.session.query(sql, &[&self.batch])?;
        let row = rows.first().ok_or(JournalError::NotFound)?;
        let size: i64 = row.try_get(1)?;
        Ok(JournalInfo {
            file: row.try_get(0)?,
            size: u64::try_from(size).unwrap_or_default(),
            sha256: row.try_get(2)?,
            base_url: row.try_get(3)?,
            options: row.try_get(4)?,
            created_at: row.try_get(5)?,
        })
    }
}

/// The first column of a row that must be there.
pub(super) fn value<'a, T: tokio_postgres::types::FromSql<'a>>(row: Option<&'a Row>) -> Result<T, JournalError> {
    let row = row.ok_or_else(|| JournalError::damaged("a row is missing"))?;
    Ok(row.try_get(0)?)
}

impl Transactional for PostgresStore {
    type Error = JournalError;

    fn begin(&mut self) -> Result<(), JournalError> {
        Ok(self.session.run("BEGIN")?)
    }

    fn commit(&mut self) -> Result<(), JournalError> {
        Ok(self.session.run("COMMIT")?)
    }

    fn rollback(&mut self) {
        // If this fails, the session has ended.
        let _ = self.session.run("ROLLBACK");
    }
}

impl From<Error> for JournalError {
    fn from(error: Error) -> Self {
        Self::Failed {
            advice: error.advice(),
            error: Arc::new(error),
        }
    }
}

impl From<tokio_postgres::Error> for JournalError {
    fn from(error: tokio_postgres::Error) -> Self {
        Error::from(error).into()
    }
}
