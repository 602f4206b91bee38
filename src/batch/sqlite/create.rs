//! New journals: made under another name, so that a journal with the right name is never incomplete.

use std::path::{Path, PathBuf};

use rusqlite::OpenFlags;

use super::super::error::JournalError;
use super::super::private_file;
use super::files::with_suffix;
use super::store::SqliteStore;

impl SqliteStore {
    /// Makes a new journal beside the path, for the caller to fill. [`SqliteStore::publish`] gives it its name, so that a journal with
    /// that name is never incomplete.
    pub fn create(path: &Path) -> Result<Self, JournalError> {
        let unfinished = unfinished(path);
        let create = || {
            remove_if_present(&unfinished)?;
            private_file::open_or_create(&unfinished)
        };
        create().map_err(|error| JournalError::io("it cannot be created", error))?;
        let store = Self::connect(&unfinished, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // Nothing of an unfinished journal has to survive.
        store
            .connection
            .execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
        Ok(store)
    }

    /// Closes a new journal, and gives it its name once it is on the disk.
    pub fn publish(self, path: &Path) -> Result<(), JournalError> {
        drop(self);
        let unfinished = unfinished(path);
        let publish = || {
            std::fs::File::open(&unfinished)?.sync_all()?;
            // What is left of another journal must not be taken for the log of this one.
            for suffix in ["-wal", "-shm", "-journal"] {
                remove_if_present(&with_suffix(path, suffix))?;
            }
            std::fs::rename(&unfinished, path)
        };
        publish().map_err(|error| JournalError::io("it cannot be created", error))?;
        private_file::sync_directory_of(path);
        Ok(())
    }

    /// Closes and removes a new journal that was not completed.
    pub fn discard(self, path: &Path) {
        drop(self);
        // If this fails, the next batch replaces it.
        let _ = remove_if_present(&unfinished(path));
    }
}

/// The name of a journal that is not complete yet.
fn unfinished(path: &Path) -> PathBuf {
    with_suffix(path, ".unfinished")
}

fn remove_if_present(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
