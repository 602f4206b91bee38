//! What keeps a batch from being opened or from going on: each says what happened to the data and what to do next.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why a batch cannot be opened, or could not go on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The file with the requests cannot be read.
    Input {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// Lines of the file are not valid. Nothing was sent, and there is no journal.
    Invalid {
        /// How many are not valid.
        invalid: u64,
        /// How many lines there are.
        lines: u64,
    },
    /// The journal cannot be used.
    Journal {
        /// The journal.
        path: PathBuf,
        /// Why not.
        problem: Problem,
    },
    /// What was to be done cannot be done as it was asked for.
    Usage(String),
}

/// What is wrong with a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// Another process works with it.
    Locked {
        /// Which one, if that is known.
        process: Option<u32>,
    },
    /// There is none.
    Missing,
    /// The file is something else.
    Foreign,
    /// It was written by another version of this crate.
    Version {
        /// The version of the journal.
        found: i64,
    },
    /// Its lines are those of another file, or the file was changed.
    OtherInput {
        /// What the journal was made for.
        was: String,
        /// What was given.
        is: String,
    },
    /// It belongs to another API.
    OtherBaseUrl {
        /// What the journal was made for.
        was: String,
        /// What was given.
        is: String,
    },
    /// Its payloads were made with other options.
    OtherOptions {
        /// What the journal was made with.
        was: String,
        /// What was given.
        is: String,
    },
    /// The disk is full.
    Full,
    /// It cannot be read or written.
    Failed(String),
}

/// The version of the journal that this crate reads and writes.
pub(super) const VERSION: i64 = 1;

impl Error {
    pub(super) fn journal(path: &Path, problem: Problem) -> Self {
        Self::Journal {
            path: path.to_owned(),
            problem,
        }
    }

    /// An error of SQLite with a journal.
    pub(super) fn of_sqlite(path: &Path, error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let problem = match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Problem::Full,
            Some(ErrorCode::NotADatabase) => Problem::Foreign,
            _ => Problem::Failed(error.to_string()),
        };
        Self::journal(path, problem)
    }

    pub(super) fn input(path: &Path, error: &std::io::Error) -> Self {
        Self::Input {
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input { path, reason } => write!(
                formatter,
                "{}: could not be read ({reason}). No line of which the journal does not say so was sent.",
                path.display()
            ),
            Self::Invalid { invalid, lines } => {
                let (are, them) = if *invalid == 1 { ("is", "it") } else { ("are", "them") };
                write!(
                    formatter,
                    "{invalid} of {lines} lines {are} not valid, so nothing was sent. Correct {them}, or leave {them} out on \
                     purpose (--skip-invalid)."
                )
            }
            Self::Journal { path, problem } => write!(formatter, "{}: {problem}", path.display()),
            Self::Usage(said) => formatter.write_str(said),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Locked { process } => {
                let process = process.map(|number| format!(" (process {number})")).unwrap_or_default();
                write!(
                    formatter,
                    "another process{process} is working with this journal, and this one has sent nothing. Wait until it \
                     ends, or end it: what it has done is in the journal"
                )
            }
            Self::Missing => formatter.write_str("there is no such journal. Check the path; nothing was changed"),
            Self::Foreign => formatter.write_str(
                "is no journal of sphinx-case. It was left as it is, and nothing was sent. Give another name for the journal",
            ),
            Self::Version { found } => write!(
                formatter,
                "the journal has the version {found}, and this program knows version {VERSION}. It was left as it is, and \
                 nothing was sent. Go on with the version of sphinx-case that wrote it"
            ),
            Self::OtherInput { was, is } => write!(
                formatter,
                "the journal belongs to another file, or the file has changed: it was made for {was}, and was given {is}. \
                 The journal was left as it is, and nothing was sent. Restore the file to go on. A new journal would send \
                 every line of the new file, those that were created before included"
            ),
            Self::OtherBaseUrl { was, is } => write!(
                formatter,
                "the journal belongs to the API at {was}, and was given {is}. It was left as it is, and nothing was sent. Go \
                 on with the first, or take another journal for the second"
            ),
            Self::OtherOptions { was, is } => write!(
                formatter,
                "the journal's payloads were made with other options ({was}) than were given ({is}). It was left as it is, \
                 and nothing was sent. Go on with the options it was begun with"
            ),
            Self::Full => formatter.write_str(
                "the disk is full, so the journal could not be written, and sending has stopped. What is in the journal is \
                 whole. Make room, and run it again",
            ),
            Self::Failed(reason) => write!(
                formatter,
                "the journal could not be read or written ({reason}), so nothing more is sent. What is in the journal is \
                 whole. Put that right, and run it again"
            ),
        }
    }
}

impl std::error::Error for Error {}
