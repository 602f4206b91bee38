//! Only one process uses a journal: a lock on a file beside it, which the system releases however the process ends.
//!
//! The journal itself cannot be locked: SQLite has its own locks on it, and closing another handle would release them.

use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::error::{Error, JournalError};
use super::private_file;

/// The lock, held until it is dropped. The file stays, because another process may already have opened it.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    pub fn acquire(journal: &Path) -> Result<Self, Error> {
        let mut name = journal.as_os_str().to_owned();
        name.push(".lock");
        let path = PathBuf::from(name);
        let failed = |error| Error::journal(journal, JournalError::io("the lock file cannot be used", error));
        let mut file = private_file::open_or_create(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                let read = file.read_to_string(&mut text).ok();
                let process_id = read.and_then(|_| text.trim().parse().ok());
                return Err(Error::journal(journal, JournalError::Locked { process_id }));
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        // Only for the error message of other processes. On a full disk the lock works without it.
        let _ = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
        Ok(Self { _file: file })
    }
}
