//! Opening a journal that several processes share.

use std::path::Path;
use std::sync::Arc;

use super::Batch;
use super::database::label;
use super::error::Error;
use super::group_commit::Transactional;
use super::input::{InputFile, ValidatedLine};
use super::journal::JournalWriter;
use super::new_journal::fill;
use super::options::BatchOptions;
use super::postgres::PostgresStore;
use super::store::Store;

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
