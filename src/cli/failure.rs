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
    /// Whoever read the output has had enough, as `head` has: no reason to complain.
    Closed,
}

/// The exit code for wrong usage and for files that cannot be read or written.
pub const UNABLE: u8 = 2;

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
    }
}
