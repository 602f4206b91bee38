//! Why a command ends early: files that cannot be read or written, and an output that its reader closed.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use crate::report::visible;

/// Why a command failed. Invalid requests are not a failure but a result.
#[derive(Debug)]
pub enum Failure {
    /// An input could not be read; the command continues with the others.
    Reading {
        /// Why, and what to do.
        message: String,
        /// What was not validated therefore, after a space; empty if that is evident.
        unread: &'static str,
    },
    /// The command cannot continue.
    Fatal(String),
    /// The command cannot continue, for a reason with its own exit code.
    Ended(u8, String),
    /// The reader of the output closed it, as `head` does. Not reported.
    Closed,
}

/// The exit code for usage errors and for files that cannot be read or written.
pub const UNABLE: u8 = 2;

/// The exit code if the outcome of a sent request is unknown.
pub const UNKNOWN: u8 = 3;

/// The exit code if credentials are missing or rejected.
pub const CREDENTIALS: u8 = 4;

/// The exit code if the API cannot be reached, or not over TLS. Nothing was sent.
pub const UNREACHABLE: u8 = 5;

/// The exit code if the API returns an error, is not the Sphinx API, or keeps limiting requests.
pub const SERVER: u8 = 6;

/// The exit code if a journal cannot be used or written.
pub const JOURNAL: u8 = 7;

/// The exit code after Ctrl+C (128 + SIGINT).
pub const INTERRUPTED: u8 = 130;

/// The exit code if the reader of the output closed it (128 + SIGPIPE): not everything was validated, so it cannot be 0.
const CLOSED: u8 = 141;

impl Failure {
    /// An input that cannot be opened or read to its end.
    pub fn reading(name: &str, error: &io::Error) -> Self {
        let name = visible(name);
        let unread = match error.kind() {
            ErrorKind::NotFound | ErrorKind::PermissionDenied | ErrorKind::IsADirectory => "",
            ErrorKind::Unsupported => " Nothing in it was validated.",
            _ => " The rest of the file was not validated.",
        };
        let message = match error.kind() {
            ErrorKind::NotFound => {
                format!("{name}: the file does not exist. Check the path, or use - to read standard input.")
            }
            ErrorKind::PermissionDenied => {
                format!("{name}: permission denied. Check the file permissions.")
            }
            ErrorKind::IsADirectory => format!(
                "{name}: is a directory; expected a JSON or NDJSON file. Pass the files in it, for example {}/*.json.",
                name.trim_end_matches('/')
            ),
            ErrorKind::Unsupported => format!("{name}: cannot be read: {error}."),
            ErrorKind::InvalidData => format!("{name}: could not be read to its end: {error}."),
            _ => format!("{name}: could not be read to its end ({error})."),
        };
        Self::Reading { message, unread }
    }

    /// An output that cannot be written.
    pub fn writing(name: &str, error: &io::Error) -> Self {
        if error.kind() == ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        let name = visible(name);
        Self::Fatal(match error.kind() {
            ErrorKind::NotFound => format!("{name}: cannot be written: the directory does not exist. Create it first."),
            ErrorKind::PermissionDenied => {
                format!("{name}: cannot be written: permission denied. Check the permissions of its directory.")
            }
            ErrorKind::IsADirectory => {
                format!("{name}: cannot be written: it is a directory. Pass the name of a file in it.")
            }
            _ => format!("{name}: cannot be written ({error})."),
        })
    }
}

/// Prints a failure to standard error. If that fails too, there is no way to report it.
pub fn print(message: &str) {
    let _ = writeln!(io::stderr(), "error: {message}");
}

/// Prints the failure of a command, if there is one, and returns its exit code.
pub fn exit(result: Result<ExitCode, Failure>) -> ExitCode {
    match result {
        Ok(code) => code,
        Err(Failure::Closed) => ExitCode::from(CLOSED),
        Err(Failure::Reading { message, unread }) => {
            print(&format!("{message}{unread}"));
            ExitCode::from(UNABLE)
        }
        Err(Failure::Fatal(message)) => {
            print(&message);
            ExitCode::from(UNABLE)
        }
        Err(Failure::Ended(code, message)) => {
            print(&message);
            ExitCode::from(code)
        }
    }
}
