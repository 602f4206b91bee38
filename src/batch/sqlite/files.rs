//! The files of a journal.

use std::path::{Path, PathBuf};

/// The size of the header of a write-ahead log, in bytes.
const LOG_HEADER: u64 = 32;

/// A path with a suffix, such as that of the write-ahead log.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Whether there is a write-ahead log that contains more than its header.
pub(in super::super) fn has_log(path: &Path) -> bool {
    with_suffix(path, "-wal")
        .metadata()
        .is_ok_and(|metadata| metadata.len() > LOG_HEADER)
}
