//! A journal to look at, also while a batch works with it.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::entry::{Counts, Entry, State};
use super::error::Error;
use super::{marks, store};

/// A journal that is only read.
#[derive(Debug)]
pub struct Journal {
    connection: Connection,
    path: PathBuf,
}

/// What a journal is for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Facts {
    /// The name of the file with the requests.
    pub file: String,
    /// Where the API is.
    pub base_url: String,
    /// When the batch was begun, RFC 3339.
    pub begun: String,
}

impl Journal {
    /// Opens a journal.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Ok(Self {
            connection: store::open_to_read(path)?,
            path: path.to_owned(),
        })
    }

    /// What the journal is for.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn facts(&self) -> Result<Facts, Error> {
        let read = |name: &str| store::fact(&self.connection, name).map_err(|error| self.failed(&error));
        Ok(Facts {
            file: read("file")?,
            base_url: read("base_url")?,
            begun: read("begun")?,
        })
    }

    /// How many lines are in which state.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn counts(&self) -> Result<Counts, Error> {
        marks::counts(&self.connection).map_err(|error| self.failed(&error))
    }

    /// Gives each line in one of the states to a visitor, in their order, until that fails.
    ///
    /// # Errors
    /// When the journal cannot be read. The inner result is the visitor's.
    pub fn visit<Failure>(
        &self,
        states: &[State],
        visitor: impl FnMut(Entry) -> Result<(), Failure>,
    ) -> Result<Result<(), Failure>, Error> {
        marks::visit(&self.connection, states, visitor).map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &rusqlite::Error) -> Error {
        Error::of_sqlite(&self.path, error)
    }
}
