//! Why a database cannot be used.

use std::error::Error as _;
use std::fmt;

use tokio_postgres::error::SqlState;

/// Why a database cannot be used. No text contains the URL or the password.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The URL is invalid: why, and what is expected.
    InvalidUrl(String),
    /// A file with root certificates cannot be used.
    RootCertificates(String),
    /// The database cannot be reached, or the connection was lost.
    Unreachable(String),
    /// The database refused an operation: the password, missing rights, a full disk, a read-only server.
    Refused(String),
    /// The tables are of another version of this program.
    OtherVersion {
        /// What the tables are for.
        part: &'static str,
        /// The version of the tables.
        found: i32,
        /// The version that this program uses.
        expected: i32,
    },
}

impl Error {
    /// The error of an operation that took too long.
    pub(super) fn timeout() -> Self {
        Self::Unreachable("it did not respond in time".to_owned())
    }
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(said) = error.as_db_error() else {
            let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
            return Self::Unreachable(format!("{error}{cause}"));
        };
        let is_away = [
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
            SqlState::CANNOT_CONNECT_NOW,
            SqlState::TOO_MANY_CONNECTIONS,
        ];
        if is_away.contains(said.code()) {
            return Self::Unreachable(said.message().to_owned());
        }
        let hint = match *said.code() {
            SqlState::INSUFFICIENT_PRIVILEGE => {
                ". The role needs the right to create tables in its schema, and to use them"
            }
            SqlState::READ_ONLY_SQL_TRANSACTION => ". Connect to the primary server, not to a read-only replica",
            SqlState::DISK_FULL => ". Its disk is full",
            _ => "",
        };
        Self::Refused(format!("{} (SQLSTATE {}){hint}", said.message(), said.code().code()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidUrl(why) => write!(out, "the URL of the database is invalid: {why}"),
            Self::RootCertificates(why) => write!(out, "the root certificates of the database cannot be used: {why}"),
            Self::Unreachable(why) => write!(out, "the database cannot be reached: {why}"),
            Self::Refused(why) => write!(out, "the database refused: {why}"),
            Self::OtherVersion { part, found, expected } => write!(
                out,
                "the database has the {part} of another version of this program: version {found}, and this program uses {expected}. \
                 Use the same version of the program on all machines, or another database"
            ),
        }
    }
}

impl std::error::Error for Error {}
