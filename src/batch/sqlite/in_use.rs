//! The mark of a journal that is in use: until it is closed in order, it is only complete together with its write-ahead log.

use std::time::Duration;

use super::super::error::JournalError;
use super::store::SqliteStore;

/// How long the end of a batch waits for a reader.
const CLOSING_TIMEOUT: Duration = Duration::from_secs(1);

impl SqliteStore {
    /// Begins to write. Until the journal is closed in order, it is only complete together with its write-ahead log.
    pub fn start(&mut self) -> Result<(), JournalError> {
        let mode: String = self
            .connection
            .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        if mode != "wal" {
            return Err(JournalError::failed(
                format!("its directory does not support a write-ahead log (SQLite uses {mode} instead)"),
                "Choose a journal in a local directory with --journal.",
            ));
        }
        self.connection
            .execute_batch("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000; PRAGMA cache_size = -2048;")?;
        self.add_missing_columns()?;
        self.mark_in_use()
    }

    /// Whether the journal was not closed in order, so that it is only complete together with its write-ahead log.
    pub(super) fn is_in_use(&self) -> Result<bool, JournalError> {
        Ok(self.value("in_use")? == "1")
    }

    /// Fails if parts of the file and of its log do not belong together.
    pub(super) fn check_contents(&self) -> Result<(), JournalError> {
        let found: String = self
            .connection
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if found == "ok" {
            return Ok(());
        }
        Err(JournalError::damaged(found))
    }

    /// Records in the file itself, not only in its log, that the log belongs to it, and counts the run.
    fn mark_in_use(&mut self) -> Result<(), JournalError> {
        self.set_value("in_use", "1")?;
        self.set_value("runs", &self.runs()?.saturating_add(1).to_string())?;
        let is_blocked: bool = self
            .connection
            .query_row("PRAGMA wal_checkpoint(FULL)", [], |row| row.get(0))?;
        if is_blocked {
            return Err(JournalError::failed(
                "another program is reading it",
                "Wait until it ends.",
            ));
        }
        self.closes_in_order = true;
        Ok(())
    }

    /// Makes the journal a single file that is complete by itself.
    fn close_in_order(&self) -> rusqlite::Result<()> {
        self.connection.busy_timeout(CLOSING_TIMEOUT)?;
        // All results are in the file before it says so.
        self.connection
            .query_row("PRAGMA wal_checkpoint(FULL)", [], |_| Ok(()))?;
        self.set_value("in_use", "0")?;
        // A file in this mode can also be read where nothing can be written.
        self.connection
            .query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        if self.closes_in_order {
            // If this fails, for example because `report` is reading, the journal stays complete together with its log.
            let _ = self.close_in_order();
        }
    }
}
