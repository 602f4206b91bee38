//! Journals of new batches: every line is validated first.

use std::path::Path;

use super::error::Error;
use super::group_commit::Transactional;
use super::input::{InputFile, ValidatedLine};
use super::options::BatchOptions;
use super::sqlite::SqliteStore;
use super::store::{NewLine, Store};
use super::{job, result};
use crate::client::SentRequest;
use crate::payload::Payload;

/// Validates every line and creates a journal in a file. If the process ends before it is complete, there is none.
pub(super) fn create(
    path: &Path,
    input: &InputFile,
    options: &BatchOptions,
    inspect: impl FnMut(&ValidatedLine<'_>),
) -> Result<(), Error> {
    let failed = |error| Error::journal(path, error);
    let mut store = SqliteStore::create(path).map_err(failed)?;
    let filled = store
        .begin()
        .and_then(|()| store.create_tables())
        .map_err(failed)
        .and_then(|()| fill(&mut store, path, input, options, inspect));
    match filled {
        Ok(()) => store.publish(path).map_err(failed),
        Err(error) => {
            store.discard(path);
            Err(error)
        }
    }
}

/// Writes the lines and what the journal is for, and commits.
pub(super) fn fill(
    store: &mut dyn Store,
    path: &Path,
    input: &InputFile,
    options: &BatchOptions,
    mut inspect: impl FnMut(&ValidatedLine<'_>),
) -> Result<(), Error> {
    let failed = |error| Error::journal(path, error);
    let (contents, counts) = input.validate(
        options.deny_warnings,
        options.external_ids(),
        |line, validated, payload| {
            inspect(validated);
            let body = payload.map(Payload::body);
            let request = body.and_then(SentRequest::parse);
            let new_line = NewLine {
                line: line.number,
                offset: line.offset,
                length: line.length,
                payload: body.map(|body| job::hash(body.as_bytes())),
                identity: request.and_then(|request| request.identity()),
                external_id: payload.filter(|_| options.exactly_once).and_then(Payload::external_id),
                issues: body.is_none().then(|| result::issues_to_json(validated.issues)),
            };
            store.insert(&new_line).map_err(failed)
        },
    )?;
    if counts.invalid > 0 && !options.skip_invalid {
        return Err(Error::Invalid {
            invalid: counts.invalid,
            lines: counts.valid.saturating_add(counts.invalid),
        });
    }
    store
        .set_info(options.journal_info(input.path(), contents, input.is_table()))
        .and_then(|()| store.commit())
        .map_err(failed)
}
