//! Only one process uses a journal: a lock on a file beside it, which the system releases however the process ends.
//!
//! The journal itself cannot be locked: SQLite has its own locks on it, and closing another handle would release them.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::error::{Error, JournalError};
use super::private_file;

/// The lock, held until it is dropped. The file stays, because another process may already have opened it.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    /// The journal of the last run, and how many runs it had.
    last: Option<(String, u64)>,
}

impl Lock {
    pub fn acquire(journal: &Path) -> Result<Self, Error> {
        let mut name = journal.as_os_str().to_owned();
        name.push(".lock");
        let path = PathBuf::from(name);
        let failed = |error| Error::journal(journal, JournalError::io("the lock file cannot be used", error));
        let mut file = private_file::open_or_create(&path).map_err(failed)?;
        let locked = file.try_lock();
        let mut text = String::new();
        // Without its text the lock works all the same.
        let _ = file.read_to_string(&mut text);
        let mut lines = text.lines();
        let process_id = lines.next().and_then(|line| line.trim().parse().ok());
        match locked {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::journal(journal, JournalError::Locked { process_id })),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        let last = lines.next().and_then(|line| {
            let (created_at, runs) = line.split_once(' ')?;
            Some((created_at.to_owned(), runs.parse().ok()?))
        });
        let mut lock = Self { file, last };
        lock.write();
        Ok(lock)
    }

    /// Fails if there were more runs of a journal than it knows of: then it is an older copy.
    pub fn compare(&self, created_at: &str, runs: u64) -> Result<(), JournalError> {
        match &self.last {
            Some((last, last_runs)) if last == created_at && runs < *last_runs => Err(JournalError::Outdated {
                journal: runs,
                runs: *last_runs,
            }),
            _ => Ok(()),
        }
    }

    /// Records how many runs of a journal there were.
    pub fn record(&mut self, created_at: &str, runs: u64) {
        self.last = Some((created_at.to_owned(), runs));
        self.write();
    }

    /// Writes the process ID, for the error message of other processes, and the run. On a full disk the lock works without it.
    fn write(&mut self) {
        let (created_at, runs) = self.last.clone().unwrap_or_default();
        let text = format!("{}\n{created_at} {runs}\n", std::process::id());
        let _ = self
            .file
            .set_len(0)
            .and_then(|()| self.file.seek(SeekFrom::Start(0)))
            .and_then(|_| self.file.write_all(text.as_bytes()));
    }
}
