//! What keeps the command from doing its work: files that cannot be read or written, and a reader that went away.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use crate::report::visible;

/// Why the work could not be done. Requests that are wrong are no failure; they are the result.
#[derive(Debug)]
pub enum Failure {
    /// An input could not be read; the others still can be.
    Reading(String),
    /// Nothing more can be done.
    Fatal(String),
    /// Nothing more can be done, for a reason that has an exit code of its own.
    Ended(u8, String),
    /// Whoever read the output has had enough, as `head` has: no reason to complain.
    Closed,
}

/// The exit code for wrong usage and for files that cannot be read or written.
pub const UNABLE: u8 = 2;

/// The exit code when it is not known of something that was sent whether it was taken.
pub const UNKNOWN: u8 = 3;

/// The exit code when credentials are missing or refused.
pub const CREDENTIALS: u8 = 4;

/// The exit code when the API is not reached, or not over TLS. Nothing was sent.
pub const UNREACHABLE: u8 = 5;

/// The exit code when the API fails, answers something else than the API does, or takes no more requests for long.
pub const SERVER: u8 = 6;

/// The exit code when a journal cannot be used or written.
pub const JOURNAL: u8 = 7;

/// The exit code after Ctrl+C (128 + SIGINT).
pub const INTERRUPTED: u8 = 130;

/// What a shell reports of a filter whose reader went away (128 + SIGPIPE): not all was checked, so it cannot be 0.
const CLOSED: u8 = 141;

impl Failure {
    /// An input that cannot be opened, or not be read to its end.
    pub fn reading(name: &str, error: &io::Error) -> Self {
        let name = visible(name);
        let said = match error.kind() {
            ErrorKind::NotFound => {
                format!("{name}: there is no such file. Check the path, or give - to read standard input.")
            }
            ErrorKind::PermissionDenied => {
                format!("{name}: the file may not be read. Check its permissions.")
            }
            ErrorKind::IsADirectory => format!(
                "{name}: is a directory, and a JSON or NDJSON file was expected. Give the files in it, as in {}/*.json.",
                name.trim_end_matches('/')
            ),
            _ => format!(
                "{name}: could not be read to its end ({error}). What stands behind that place was not checked."
            ),
        };
        Self::Reading(said)
    }

    /// An output that cannot be written.
    pub fn writing(name: &str, error: &io::Error) -> Self {
        if error.kind() == ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        let name = visible(name);
        Self::Fatal(match error.kind() {
            ErrorKind::NotFound => format!("{name}: cannot be written: there is no such folder. Make it first."),
            ErrorKind::PermissionDenied => {
                format!("{name}: cannot be written: it is not permitted. Check the permissions of its folder.")
            }
            ErrorKind::IsADirectory => {
                format!("{name}: cannot be written: it is a directory. Give the name of a file in it.")
            }
            _ => format!("{name}: cannot be written ({error})."),
        })
    }
}

/// Says a failure on standard error. There is nobody to tell when even that cannot be written.
pub fn say(message: &str) {
    let _ = writeln!(io::stderr(), "error: {message}");
}

/// The exit code of a command, with its failure said.
pub fn exit(result: Result<ExitCode, Failure>) -> ExitCode {
    match result {
        Ok(code) => code,
        Err(Failure::Closed) => ExitCode::from(CLOSED),
        Err(Failure::Reading(message) | Failure::Fatal(message)) => {
            say(&message);
            ExitCode::from(UNABLE)
        }
        Err(Failure::Ended(code, message)) => {
            say(&message);
            ExitCode::from(code)
        }
    }
}
