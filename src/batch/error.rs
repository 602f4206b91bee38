//! Errors of a batch. Each message tells what happened to the data and what to do next.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why a batch cannot be opened or continued. [`source`](StdError::source) returns the error of the system or of the
/// database.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Error {
    /// The input file cannot be read.
    Input {
        /// The input file.
        path: PathBuf,
        /// Why it cannot be read.
        error: Arc<io::Error>,
    },
    /// Lines of the input are not valid. Nothing was sent, and no journal was created.
    Invalid {
        /// The number of lines that are not valid.
        invalid: u64,
        /// The number of all lines.
        lines: u64,
    },
    /// Cases are to be created exactly once, but the request options are for a revision of the API without `external_id`. Nothing
    /// was sent.
    RevisionWithoutExternalId,
    /// The journal cannot be used. Nothing was sent.
    Journal {
        /// The journal.
        path: PathBuf,
        /// Why it cannot be used.
        error: JournalError,
    },
    /// The journal could no longer be used during a run, so sending has stopped.
    Stopped {
        /// The journal.
        path: PathBuf,
        /// Why it cannot be used.
        error: JournalError,
    },
    /// The client and the batch are for different APIs. Nothing was sent.
    OtherClient(Mismatch),
    /// A task of the batch ended unexpectedly.
    Task(String),
}

/// Why a journal cannot be used.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum JournalError {
    /// Another process is using it.
    Locked {
        /// The ID of that process, if it is known.
        process_id: Option<u32>,
    },
    /// It does not exist.
    NotFound,
    /// The database contains several batches, and none was named.
    SeveralBatches {
        /// Their names.
        names: Vec<String>,
    },
    /// The file is not a journal of this crate.
    NotAJournal,
    /// Another version of this crate wrote it.
    UnsupportedVersion {
        /// The version of the journal.
        version: i64,
    },
    /// It belongs to another file, or the file has changed.
    OtherInput(Mismatch),
    /// It belongs to another API.
    OtherBaseUrl(Mismatch),
    /// Its payloads were built with other options.
    OtherOptions(Mismatch),
    /// It was in use when it was copied or moved, or when its process was killed, and its write-ahead log (`-wal`) is missing.
    LogMissing,
    /// It is an older copy: the batch has run since.
    Outdated {
        /// How many runs the journal records.
        journal: u64,
        /// How many runs there were.
        runs: u64,
    },
    /// It is empty, damaged or not complete.
    Damaged {
        /// What is wrong with it.
        reason: String,
    },
    /// The disk is full.
    DiskFull,
    /// It cannot be read or written.
    Failed {
        /// Why.
        error: Arc<dyn StdError + Send + Sync>,
        /// What can be done about it, as sentences.
        advice: &'static str,
    },
}

/// Two values that should be equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The value in the journal.
    pub journal: String,
    /// The value that was passed.
    pub passed: String,
}

/// The version of the journal format that this crate reads and writes.
pub(super) const VERSION: i64 = 1;

impl Error {
    pub(super) fn journal(path: &Path, error: JournalError) -> Self {
        Self::Journal {
            path: path.to_owned(),
            error,
        }
    }

    pub(super) fn input(path: &Path, error: io::Error) -> Self {
        Self::Input {
            path: path.to_owned(),
            error: Arc::new(error),
        }
    }
}

/// What can be done about an error that no other advice is for.
pub(super) const SOLVE: &str = "Solve the problem.";

/// What can be done if nothing can be written where the journal is.
pub(super) const WRITABLE: &str =
    "Make the journal and its directory writable, or choose a journal in another directory with --journal.";

impl JournalError {
    pub(super) fn io(action: &str, error: io::Error) -> Self {
        let advice = match error.kind() {
            io::ErrorKind::StorageFull => return Self::DiskFull,
            io::ErrorKind::NotFound => "Create its directory, or choose another journal with --journal.",
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => WRITABLE,
            _ => SOLVE,
        };
        let error = Arc::new(io::Error::new(error.kind(), format!("{action}: {error}")));
        Self::Failed { error, advice }
    }

    pub(super) fn damaged(reason: impl Into<String>) -> Self {
        Self::Damaged { reason: reason.into() }
    }

    pub(super) fn failed(message: impl Into<String>, advice: &'static str) -> Self {
        let error = Arc::new(io::Error::other(message.into()));
        Self::Failed { error, advice }
    }

    /// What can be done about an error that can also occur during a run. The text of the others says it.
    fn advice(&self) -> Option<&'static str> {
        match self {
            Self::DiskFull => Some("Free some space."),
            Self::Damaged { .. } => {
                Some("Restore it. If no line of the file was ever sent, delete the journal, and run the batch again.")
            }
            Self::Failed { advice, .. } => Some(advice),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input { path, error }
                if matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidData) =>
            {
                write!(
                    formatter,
                    "{}: cannot be read: {error}. Nothing was sent.",
                    path.display()
                )
            }
            Self::Input { path, error } => write!(
                formatter,
                "{}: cannot be read ({error}). Only the lines that the journal records as sent have been sent.",
                path.display()
            ),
            Self::Invalid { invalid, lines } => {
                let (are, them) = if *invalid == 1 { ("is", "it") } else { ("are", "them") };
                write!(
                    formatter,
                    "{invalid} of {lines} requests {are} not valid, so nothing was sent. Correct {them}, or skip {them} with \
                     --skip-invalid."
                )
            }
            Self::RevisionWithoutExternalId => formatter.write_str(
                "creating cases exactly once (--exactly-once) needs the field external_id, which the reference page of the API \
                 does not have. If your API has it, use --revision newest. Nothing was sent.",
            ),
            Self::Journal { path, error } => {
                write!(formatter, "{}: {error}", path.display())?;
                match error.advice() {
                    Some(advice) => write!(formatter, ". Nothing was sent. {advice}"),
                    None => Ok(()),
                }
            }
            Self::Stopped { path, error } => write!(
                formatter,
                "{}: {error}. Sending has stopped. What the journal has recorded is safe, and a line whose result is missing \
                 there has an unknown outcome. {} Then run the same command again to continue.",
                path.display(),
                error.advice().unwrap_or(SOLVE)
            ),
            Self::OtherClient(Mismatch { journal, passed }) => write!(
                formatter,
                "the batch is for the API at {journal}, and the client is for {passed}. Nothing was sent."
            ),
            Self::Task(reason) => write!(formatter, "a task ended unexpectedly: {reason}"),
        }
    }
}

impl fmt::Display for JournalError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Locked { process_id } => {
                let process = process_id.map(|id| format!(" (process {id})")).unwrap_or_default();
                write!(
                    formatter,
                    "another process{process} is using this journal, and this one has sent nothing. Wait until it ends, or \
                     end it: its results are in the journal"
                )
            }
            Self::NotFound => formatter.write_str(
                "the journal does not exist. Check its path, or the URL and the name of the batch; nothing was changed",
            ),
            Self::SeveralBatches { names } => write!(
                formatter,
                "the database contains several batches. Name one of them with --batch: {}",
                names.join(", ")
            ),
            Self::NotAJournal => formatter.write_str(
                "is not a sphinx-case journal. The file was not changed and nothing was sent. Choose another journal file \
                 with --journal",
            ),
            Self::UnsupportedVersion { version } => write!(
                formatter,
                "the journal has version {version}, and this program supports version {VERSION}. The journal was not changed \
                 and nothing was sent. Continue with the version of sphinx-case that created it"
            ),
            Self::OtherInput(Mismatch { journal, passed }) => write!(
                formatter,
                "the journal belongs to another file, or the file has changed: the journal is for {journal}, but the file is \
                 {passed}. The journal was not changed and nothing was sent. Restore the file to continue. A new journal would \
                 send every line of the new file, including those that already have a case"
            ),
            Self::OtherBaseUrl(Mismatch { journal, passed }) => write!(
                formatter,
                "the journal belongs to the API at {journal}, not {passed}. The journal was not changed and nothing was sent. \
                 Continue with the first API, or choose another journal for the second"
            ),
            Self::OtherOptions(Mismatch { journal, passed }) => write!(
                formatter,
                "the payloads of the journal were built with other options ({journal}, now {passed}). The journal was not \
                 changed and nothing was sent. Continue with the original options"
            ),
            Self::LogMissing => formatter.write_str(
                "the journal was copied or moved without the file whose name ends in -wal, or that file was deleted. It \
                 contains what the batch sent last, so those lines would be sent again. Nothing was sent. Put that file beside \
                 the journal, under the same name with -wal at its end. If it is lost, find out which lines have a case, and \
                 submit the others from another file",
            ),
            Self::Outdated { journal, runs } => write!(
                formatter,
                "the journal is an older copy: it records {journal} runs of the batch, and there were {runs}. Lines that were \
                 sent since would be sent again. Nothing was sent. Restore the newest journal"
            ),
            Self::Damaged { reason } => {
                write!(formatter, "the journal is damaged or was not copied completely: {reason}")
            }
            Self::DiskFull => formatter.write_str("the disk is full, so the journal cannot be written"),
            Self::Failed { error, .. } => write!(formatter, "the journal cannot be used: {error}"),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Input { error, .. } => Some(&**error),
            Self::Journal { error, .. } | Self::Stopped { error, .. } => error.source(),
            _ => None,
        }
    }
}

impl StdError for JournalError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Failed { error, .. } => Some(&**error),
            _ => None,
        }
    }
}
