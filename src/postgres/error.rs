//! Why a database cannot be used.

use std::error::Error as _;
use std::fmt;

use tokio_postgres::error::{DbError, SqlState};

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
    /// There is no TLS connection: the server does not offer TLS, or its certificate is not trusted.
    Tls(String),
    /// The database refused an operation: the password, missing rights, a full disk, a read-only server.
    Refused {
        /// What the database said.
        message: String,
        /// What can be done about it.
        advice: &'static str,
    },
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

/// What can be done about an error that no other advice is for.
const SEE_LOG: &str = "The log of the database may have more about it.";

impl Error {
    /// What can be done about it, as sentences.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::InvalidUrl(_) => {
                "It has the form postgres://user@host:5432/database, and the password can be in PGPASSWORD."
            }
            Self::RootCertificates(_) => "Check the file of sslrootcert.",
            Self::Unreachable(_) => "Check that the database is running, and the host and port in its URL.",
            Self::Tls(why) if why.contains("CaUsedAsEndEntity") => {
                "The certificate of the server is that of a certificate authority. Make another one, with basicConstraints=CA:FALSE."
            }
            Self::Tls(why) if why.contains("certificate") => {
                "Check the host name in the URL. To trust a root certificate of your own, add ?sslrootcert=FILE (PEM) to the URL."
            }
            Self::Tls(_) => {
                "Switch TLS on in the server, or add ?sslmode=disable to the URL in a network that you trust."
            }
            Self::Refused { advice, .. } => advice,
            Self::OtherVersion { .. } => {
                "Use the same version of the program on all machines, or another database or schema."
            }
        }
    }

    /// The error of an operation that took too long.
    pub(super) fn timeout() -> Self {
        Self::Unreachable("it did not respond in time".to_owned())
    }

    /// An error whose cause only the database knows.
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self::Refused {
            message: message.into(),
            advice: SEE_LOG,
        }
    }

    fn of_database(said: &DbError) -> Self {
        let advice = match *said.code() {
            SqlState::ADMIN_SHUTDOWN
            | SqlState::CRASH_SHUTDOWN
            | SqlState::CANNOT_CONNECT_NOW
            | SqlState::TOO_MANY_CONNECTIONS => return Self::Unreachable(said.message().to_owned()),
            SqlState::INVALID_PASSWORD => "Check the user and the password, in the URL or in PGPASSWORD.",
            SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
                "Check the user, and what pg_hba.conf of the server allows. If it requires TLS, add ?sslmode=require to the URL."
            }
            SqlState::INVALID_CATALOG_NAME => "Check the name of the database in the URL, or create it.",
            SqlState::INSUFFICIENT_PRIVILEGE => {
                "The role needs the right to create tables in its schema; if the tables are there, to read and change them \
                 (SELECT, INSERT, UPDATE, DELETE, and USAGE of the sequence)."
            }
            SqlState::READ_ONLY_SQL_TRANSACTION => {
                "Connect to the primary server, not to a replica, and check default_transaction_read_only."
            }
            SqlState::DISK_FULL => "Free some space on the disk of the database.",
            _ => SEE_LOG,
        };
        Self::Refused {
            message: format!("{} (SQLSTATE {})", said.message(), said.code().code()),
            advice,
        }
    }
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        if let Some(said) = error.as_db_error() {
            return Self::of_database(said);
        }
        let Some(cause) = error.source().map(ToString::to_string) else {
            return Self::Unreachable(error.to_string());
        };
        // The crate does not export its kinds of errors.
        match error.to_string().as_str() {
            "error connecting to server" => Self::Unreachable(cause),
            "error performing TLS handshake" => Self::Tls(cause),
            "invalid configuration" | "invalid connection string" => Self::InvalidUrl(cause),
            kind => Self::Unreachable(format!("{kind}: {cause}")),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidUrl(why) => write!(out, "the URL of the database is invalid: {why}"),
            Self::RootCertificates(why) => write!(out, "the root certificates of the database cannot be used: {why}"),
            Self::Unreachable(why) => write!(out, "the database cannot be reached: {why}"),
            Self::Tls(why) => write!(out, "there is no TLS connection to the database: {why}"),
            Self::Refused { message, .. } => write!(out, "the database refused: {message}"),
            Self::OtherVersion { part, found, expected } => write!(
                out,
                "the database has the {part} of another version of this program: version {found}, and this program uses {expected}"
            ),
        }
    }
}

impl std::error::Error for Error {}
