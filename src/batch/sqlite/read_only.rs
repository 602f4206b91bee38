//! Opening a journal for reading, also where nothing can be written: in a folder, on a disk, as another user.

use std::io;
use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::super::error::JournalError;
use super::files::{has_log, with_suffix};
use super::store::SqliteStore;

impl SqliteStore {
    /// Opens a journal for reading.
    pub fn open_read_only(path: &Path) -> Result<Self, JournalError> {
        let metadata = path.metadata().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => JournalError::NotFound,
            _ => JournalError::io("it cannot be read", error),
        })?;
        if metadata.len() == 0 {
            return Err(JournalError::damaged("it is empty"));
        }
        match Self::read_in_place(path) {
            // SQLite writes beside a file with a write-ahead log, even to read it.
            Err(error) if is_about_writing(&error) && has_log(path) => Self::read_copy(path),
            Err(error) if is_about_writing(&error) => Self::read_unchanging(path),
            other => other,
        }
    }

    /// Whether lines may have been sent that are not recorded here, because the write-ahead log is missing.
    pub fn is_incomplete(&self, path: &Path) -> Result<bool, JournalError> {
        Ok(self.is_in_use()? && !has_log(path))
    }

    fn read_in_place(path: &Path) -> Result<Self, JournalError> {
        let store = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        store.check_format()?;
        Ok(store)
    }

    /// Reads a file without a log, which nobody is writing to.
    fn read_unchanging(path: &Path) -> Result<Self, JournalError> {
        let path = std::path::absolute(path).map_err(|error| JournalError::io("it cannot be read", error))?;
        let mut uri = String::from("file:");
        for byte in path.as_os_str().as_encoded_bytes() {
            if byte.is_ascii_alphanumeric() || b"/._-".contains(byte) {
                uri.push(char::from(*byte));
            } else {
                uri.push_str(&format!("%{byte:02X}"));
            }
        }
        uri.push_str("?immutable=1");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let store = Self::of(Connection::open_with_flags(uri, flags)?, None);
        store.check_format()?;
        Ok(store)
    }

    /// Reads a copy of a file and its log.
    fn read_copy(path: &Path) -> Result<Self, JournalError> {
        let copy = || {
            let folder = tempfile::tempdir()?;
            let copied = folder.path().join("journal");
            for suffix in ["", "-wal"] {
                let to = with_suffix(&copied, suffix);
                io::copy(
                    &mut std::fs::File::open(with_suffix(path, suffix))?,
                    &mut std::fs::File::create(to)?,
                )?;
            }
            Ok((folder, copied))
        };
        let (folder, copied) = copy().map_err(|error| JournalError::io("it cannot be read", error))?;
        let connection = Connection::open_with_flags(&copied, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let store = Self::of(connection, Some(folder));
        store.check_format()?;
        Ok(store)
    }
}

/// Whether SQLite failed because it cannot write.
fn is_about_writing(error: &JournalError) -> bool {
    let JournalError::Failed { error, .. } = error else {
        return false;
    };
    let code = error
        .downcast_ref::<rusqlite::Error>()
        .and_then(rusqlite::Error::sqlite_error_code);
    matches!(
        code,
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied)
    )
}
