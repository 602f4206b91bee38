//! Journals in a database: their URL, what errors call them, and reading them.

use std::path::{Path, PathBuf};

use super::error::Error;
use super::postgres::PostgresStore;
use super::store::Store;

/// The URL of a database in the place of the path of a journal.
#[must_use]
pub fn url_of(journal: &Path) -> Option<&str> {
    journal.to_str().filter(|text| crate::postgres::is_url(text))
}

/// What errors show instead of the path: the URL can contain a password.
pub(super) fn label(name: &str) -> PathBuf {
    PathBuf::from(format!("batch {name}"))
}

/// Opens a batch in a database for reading.
pub(super) fn open_read_only(url: &str, name: Option<&str>) -> Result<(Box<dyn Store>, PathBuf), Error> {
    let opened = PostgresStore::open_read_only(url, name);
    let (store, name) = opened.map_err(|error| Error::journal(&label(name.unwrap_or("in the database")), error))?;
    Ok((Box::new(store), label(&name)))
}
