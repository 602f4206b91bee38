//! One process for one journal: a lock on a file beside it, which the system takes back however the process ends.
//!
//! The journal itself cannot be locked: SQLite has its own locks on it, which closing another handle would break.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::error::{Error, Problem};

/// Holds the lock as long as it lives. The file stays: removing it could take it away from under the next process.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    pub fn take(journal: &Path) -> Result<Self, Error> {
        let mut name = journal.as_os_str().to_owned();
        name.push(".lock");
        let path = PathBuf::from(name);
        let failed = |error: &std::io::Error| {
            let reason = format!("the file {} cannot be used: {error}", path.display());
            Error::journal(journal, Problem::Failed(reason))
        };
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        super::private(&mut options);
        let mut file = options.open(&path).map_err(|error| failed(&error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                let process = file
                    .read_to_string(&mut text)
                    .ok()
                    .and_then(|_| text.trim().parse().ok());
                return Err(Error::journal(journal, Problem::Locked { process }));
            }
            Err(TryLockError::Error(error)) => return Err(failed(&error)),
        }
        // Only for the message to others; on a full disk the lock holds without it.
        let _ = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
        Ok(Self { _file: file })
    }
}
