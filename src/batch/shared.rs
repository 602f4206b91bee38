//! Opening a journal that several processes share.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::Error;
use super::group_commit::Transactional;
use super::input::{InputFile, ValidatedLine};
use super::journal::JournalWriter;
use super::options::BatchOptions;
use super::postgres::PostgresStore;
use super::store::Store;
use super::{Batch, fill};

/// The URL of a database in the place of the path of a journal.
#[must_use]
pub fn url_of(journal: &Path) -> Option<&str> {
    journal.to_str().filter(|text| crate::postgres::is_url(text))
}

/// What stands in errors for the path: the URL can contain a password.
pub(super) fn label(name: &str) -> PathBuf {
    PathBuf::from(format!("batch {name}"))
}

/// Opens a batch in a database, or creates it. Other processes wait until it is complete.
pub(super) fn open(
    url: &str,
    input: &Path,
    options: BatchOptions,
    inspect: impl FnMut(&ValidatedLine<'_>),
) -> Result<Batch, Error> {
    options.check()?;
    let name = options.name_for(input);
    let path = label(&name);
    let failed = |error| Error::journal(&path, error);
    let reader = InputFile::open(input, options.request_options.clone(), options.input_options.clone())?;
    let mut store = PostgresStore::open(url, &name).map_err(failed)?;
    let exists = store.begin().and_then(|()| store.lock()).map_err(failed)?;
    if exists {
        store.commit().map_err(failed)?;
        let passed = options.journal_info(input, reader.contents()?, reader.is_table());
        let compared = store.info().and_then(|info| info.compare(passed));
        compared.map_err(failed)?;
    } else {
        store.create().map_err(failed)?;
        fill(&mut store, &path, &reader, &options, inspect)?;
    }
    store.mark_interrupted().map_err(failed)?;
    Ok(Batch {
        base_url: options.api().to_owned(),
        journal: Arc::new(JournalWriter::start(Box::new(store), path)?),
        input: Arc::new(reader),
        is_new: !exists,
        exactly_once: options.exactly_once,
        _lock: None,
    })
}

/// Opens a batch in a database for reading.
pub(super) fn open_read_only(url: &str, name: Option<&str>) -> Result<(Box<dyn Store>, PathBuf), Error> {
    let opened = PostgresStore::open_read_only(url, name);
    let (store, name) = opened.map_err(|error| Error::journal(&label(name.unwrap_or("in the database")), error))?;
    Ok((Box::new(store), label(&name)))
}
