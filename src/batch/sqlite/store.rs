//! The file: creating, opening and checking it, and its transactions.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params};

use super::super::error::{JournalError, SOLVE, VERSION, WRITABLE};
use super::super::group_commit::Transactional;
use super::super::info::JournalInfo;
use super::files::has_log;

/// Identifies a SQLite file as a journal of this crate: "SphB".
const APPLICATION_ID: i64 = 0x5370_6842;

/// How long another connection may hold a lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// No index contains a column that changes with every line, because each would be another page to write per commit.
const SCHEMA: &str = "
CREATE TABLE batch (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE line (
    number INTEGER PRIMARY KEY,           -- from 1; blank lines count
    offset INTEGER NOT NULL,              -- of its bytes in the file
    length INTEGER NOT NULL,
    payload BLOB,                         -- SHA-256 of what is sent; the body itself holds personal data
    identity BLOB,                        -- SHA-256 of customer, webhook_url and delete_after
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    resent INTEGER NOT NULL DEFAULT 0,    -- attempts after one that may have created a case
    doubtful INTEGER NOT NULL DEFAULT 0,  -- whether an attempt may have created a case that is not known
    again INTEGER NOT NULL DEFAULT 0,     -- whether it is to be sent although it is doubtful
    first_sent INTEGER,                   -- milliseconds of this machine's clock: of the first doubtful attempt
    last_sent INTEGER,
    noticed INTEGER,
    case_id INTEGER,
    reconciled INTEGER NOT NULL DEFAULT 0,
    status INTEGER,
    request_id TEXT,
    reason TEXT,
    issues TEXT,
    external_id TEXT,                     -- if cases are created exactly once
    existed INTEGER NOT NULL DEFAULT 0    -- whether a case had this external ID before the line was sent first
) STRICT;
CREATE INDEX line_again ON line (number) WHERE again = 1;
CREATE INDEX line_identity ON line (identity) WHERE identity IS NOT NULL;
";

/// An open journal.
#[derive(Debug)]
pub(in super::super) struct SqliteStore {
    pub(super) connection: Connection,
    pub(super) queue: Queue,
    /// Whether it was opened for writing.
    pub(super) closes_in_order: bool,
    /// The copy that is read instead of a journal beside which nothing can be written.
    _copy: Option<tempfile::TempDir>,
}

/// The position of a run. Lines are sent in their order, and those that the API did not accept are sent again.
#[derive(Debug, Default)]
pub(super) struct Queue {
    pub last: u64,
    pub returned: Vec<u64>,
}

impl SqliteStore {
    /// Opens a journal for writing, and changes nothing. [`SqliteStore::start`] does.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        if path.metadata().is_ok_and(|metadata| metadata.len() == 0) {
            return Err(JournalError::damaged("it is empty"));
        }
        let has_log = has_log(path);
        let store = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // Otherwise SQLite would remove a log that the file says belongs to it.
        store
            .connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        store.check_format()?;
        if store.is_in_use()? {
            if !has_log {
                return Err(JournalError::LogMissing);
            }
            store.check_contents()?;
        }
        Ok(store)
    }

    pub(super) fn connect(path: &Path, mode: OpenFlags) -> Result<Self, JournalError> {
        let connection = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        Ok(Self::of(connection, None))
    }

    pub(super) fn of(connection: Connection, copy: Option<tempfile::TempDir>) -> Self {
        Self {
            connection,
            queue: Queue::default(),
            closes_in_order: false,
            _copy: copy,
        }
    }

    /// Fails if the file is not a journal of this version.
    pub(super) fn check_format(&self) -> Result<(), JournalError> {
        let number = |sql: &str| self.connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        let application_id = number("PRAGMA application_id")?;
        let version = number("PRAGMA user_version")?;
        let tables = number("SELECT count(*) FROM sqlite_schema")?;
        match (application_id, version, tables) {
            (APPLICATION_ID, VERSION, _) => Ok(()),
            (APPLICATION_ID, version, _) => Err(JournalError::UnsupportedVersion { version }),
            (0, 0, 0) => Err(JournalError::damaged("it contains no batch")),
            _ => Err(JournalError::NotAJournal),
        }
    }

    /// Adds what journals of earlier versions do not have.
    pub(super) fn add_missing_columns(&self) -> rusqlite::Result<()> {
        if self.has_external_ids()? {
            return Ok(());
        }
        self.connection.execute_batch(
            "BEGIN IMMEDIATE;
             ALTER TABLE line ADD COLUMN external_id TEXT;
             ALTER TABLE line ADD COLUMN existed INTEGER NOT NULL DEFAULT 0;
             COMMIT;",
        )
    }

    fn has_external_ids(&self) -> rusqlite::Result<bool> {
        let sql = "SELECT count(*) FROM pragma_table_info('line') WHERE name = 'external_id'";
        self.connection.query_row(sql, [], |row| row.get(0))
    }

    /// The columns `external_id` and `existed`, or constants instead of them for a journal of an earlier version.
    pub(super) fn external_columns(&self) -> rusqlite::Result<[&'static str; 2]> {
        Ok(if self.has_external_ids()? {
            ["external_id", "existed"]
        } else {
            ["NULL", "0"]
        })
    }

    /// How many times the journal was opened for writing.
    pub fn runs(&self) -> Result<u64, JournalError> {
        Ok(self.value("runs")?.parse().unwrap_or_default())
    }

    /// Creates the tables within a transaction.
    pub fn create_tables(&self) -> Result<(), JournalError> {
        Ok(self.connection.execute_batch(SCHEMA)?)
    }

    /// Writes what the journal is for, within the transaction that created the tables, and marks the file as a journal.
    pub fn set_info(&self, info: JournalInfo) -> Result<(), JournalError> {
        let values = [
            ("file", info.file),
            ("size", info.size.to_string()),
            ("sha256", info.sha256),
            ("base_url", info.base_url),
            ("options", info.options),
            ("version", env!("CARGO_PKG_VERSION").to_owned()),
            ("begun", info.created_at),
        ];
        for (name, value) in values {
            let sql = "INSERT INTO batch (name, value) VALUES (?1, ?2)";
            self.connection.execute(sql, params![name, value])?;
        }
        self.connection.execute_batch(&format!(
            "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
        ))?;
        Ok(())
    }

    pub(super) fn set_value(&self, name: &str, value: &str) -> rusqlite::Result<()> {
        let sql = "INSERT INTO batch (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2";
        self.connection.execute(sql, [name, value]).map(drop)
    }

    /// What the journal is for.
    pub fn info(&self) -> Result<JournalInfo, JournalError> {
        Ok(JournalInfo {
            file: self.value("file")?,
            size: self.value("size")?.parse().unwrap_or_default(),
            sha256: self.value("sha256")?,
            base_url: self.value("base_url")?,
            options: self.value("options")?,
            created_at: self.value("begun")?,
        })
    }

    pub(super) fn value(&self, name: &str) -> Result<String, JournalError> {
        let value = self
            .connection
            .query_row("SELECT value FROM batch WHERE name = ?1", [name], |row| row.get(0))
            .optional()?;
        Ok(value.unwrap_or_default())
    }
}

impl Transactional for SqliteStore {
    type Error = JournalError;

    fn begin(&mut self) -> Result<(), JournalError> {
        self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), JournalError> {
        self.connection.prepare_cached("COMMIT")?.execute([])?;
        Ok(())
    }

    fn rollback(&mut self) {
        // If this fails, SQLite has already rolled back.
        let _ = self.connection.execute_batch("ROLLBACK");
    }
}

impl From<rusqlite::Error> for JournalError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::NotADatabase) => Self::NotAJournal,
            Some(ErrorCode::DatabaseCorrupt) => Self::damaged(error.to_string()),
            code => Self::Failed {
                advice: match code {
                    Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => WRITABLE,
                    Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                        "Another program is using it. Wait until that ends."
                    }
                    Some(ErrorCode::CannotOpen) => "Check that it is a file, and that it may be opened.",
                    _ => SOLVE,
                },
                error: Arc::new(error),
            },
        }
    }
}
