//! Creates many cases from a file, one request per line, without duplicates. A journal beside the file records the state of
//! every line, so that a batch can be interrupted at any time and resumed.
//!
//! ```no_run
//! # async fn send() -> Result<(), Box<dyn std::error::Error>> {
//! use sphinx_case::batch::{Batch, BatchOptions, RunOptions};
//! use sphinx_case::client::{Client, Credentials};
//!
//! let client = Client::new(Credentials::token(std::env::var("SPHINX_TOKEN")?))?;
//! let options = BatchOptions::new(client.base_url());
//! let mut batch = Batch::open("cases.ndjson.journal", "cases.ndjson", options, |_| {})?;
//! let summary = batch.run(&client, RunOptions::default(), |_| {}, std::future::pending()).await?;
//! println!("{} created, {} with an unknown outcome", summary.counts.created, summary.counts.unknown);
//! # Ok(())
//! # }
//! ```
//!
//! # Why no line is lost or sent twice
//! The journal is a SQLite file with a write-ahead log (`-wal`) that is synchronized at every commit. A line is marked as being sent,
//! and the mark is on the disk, before its request is sent. Its result is on the disk before the line counts as done. If the
//! process ends in between, the mark remains, and the outcome of the line is *unknown*: it is not sent again, unless the
//! caller decides so ([`RunOptions::with_resend_unknown`]). If it ends in order, the journal is a single file; if it is killed, the
//! journal and its log belong together, and the journal alone is refused. A lock file beside the journal excludes other processes. The
//! journal contains no request bodies, because they contain personal data: lines are read again from the file, and their
//! payloads are compared with the SHA-256 that they had when they were validated.
//!
//! # Several machines
//! With the feature `postgres`, the journal can be in a database: its URL stands in the place of the path. Any number of processes on
//! any machines then share a batch, each with the same file. Each takes the next line that no other has, and marks it as being sent.
//! If a process ends, however it does, the database ends its session, and the others mark its lines as unknown. A process without
//! lines waits until those of the others have a result.
//!
//! # Exactly once
//! Newer revisions of the API have an `external_id` of a case that is unique in the organization. With
//! [`BatchOptions::with_exactly_once`], every line has one: its own, or a UUID that is in the journal before the line is sent first.
//! A line with an unknown outcome is then sent again until the API creates its case, or refuses it because there is a case with this
//! ID ([`client::Error::is_duplicate`](crate::client::Error::is_duplicate)). The number of that case is found in the list of cases; until
//! then, the outcome is still unknown. An ID that the file has may also belong to another request: if the API refuses the first
//! attempt, the case [existed](Entry::existed) before, and if its values are not those of the line, the line is rejected. If the
//! process ended during the first attempt, nobody can tell which request created the case.
//!
//! # When an unknown line counts as created
//! Without an `external_id` of the line, the list of cases is the only source. A case on it counts as the case of a line only if
//! all of these conditions hold; otherwise the outcome stays unknown:
//! - The case has the customer of the line: its ID or its external ID. A matching name is not enough.
//! - `webhook_url` and `delete_after` are equal, and the customer's name and type, and the check types if the line has any,
//!   because the same customer may have other cases.
//! - The case was created between 2 s before the first attempt that may have created it and 2 s and a timeout after the
//!   result was known, by the server's clock. Two clocks with whole seconds can differ by 2 s. If the server's responses
//!   have no `Date`, no match is certain.
//! - The case belongs to no other line of the journal, it is the only such case, and it can belong to no other line: no other
//!   line with the same customer, `webhook_url` and `delete_after` is pending, is unknown, or was resent after an unknown
//!   outcome.
//! - The list was read completely: it contained as many different cases as it counted, from the first page to the last.
//!   A missing case could be a second match.
//!
//! What cannot be excluded is another program that creates a case for the same customer, with the same values, in the same
//! seconds. If no case is found, that proves nothing: the request may still be in progress.

mod clock;
mod context;
#[cfg(feature = "postgres")]
mod database;
mod entry;
mod error;
mod event;
mod external_ids;
mod find;
mod group_commit;
mod info;
mod input;
mod job;
mod journal;
mod lock;
mod matching;
mod new_journal;
mod options;
mod pace;
#[cfg(feature = "postgres")]
mod postgres;
mod private_file;
mod reconcile;
mod result;
mod run;
#[cfg(feature = "postgres")]
mod shared;
mod sqlite;
mod store;
mod worker;

use std::path::Path;
use std::sync::Arc;

#[cfg(feature = "postgres")]
#[doc(hidden)]
pub use database::url_of;
pub use entry::{Counts, Entry, LineState};
pub use error::{Error, JournalError, Mismatch};
pub use event::{Event, StopReason, Summary, UnrecordedResult};
pub use info::JournalInfo;
pub use input::{ValidatedLine, ValidationCounts};
pub use journal::Journal;
pub use options::{BatchOptions, RunOptions};

use crate::client::Client;
use crate::input::Line;
use context::RunContext;
use input::InputFile;
use journal::JournalWriter;
use lock::Lock;
use sqlite::SqliteStore;

/// A file with one request per line, and its journal. Only one process can open it at a time.
#[derive(Debug)]
pub struct Batch {
    journal: Arc<JournalWriter>,
    input: Arc<InputFile>,
    base_url: String,
    is_new: bool,
    exactly_once: bool,
    /// Of a file.
    _lock: Option<Lock>,
}

impl Batch {
    /// Opens a batch. If there is no journal, every line is validated first, and `inspect` is called for each of them. If
    /// there is one, the file, the API and the options must be those that it was created with.
    ///
    /// With the feature `postgres`, the journal can be the URL of a database, see [`crate::postgres`]. Many processes on any machines
    /// can then open the same batch, each with the same file; its name is that of the file, or that of [`BatchOptions::with_name`].
    ///
    /// # Errors
    /// If a file cannot be used, or lines are invalid and [`BatchOptions::with_skip_invalid`] is not set; then no journal is
    /// created.
    pub fn open(
        journal: impl AsRef<Path>,
        input: impl AsRef<Path>,
        options: BatchOptions,
        inspect: impl FnMut(&ValidatedLine<'_>),
    ) -> Result<Self, Error> {
        let (journal, input) = (journal.as_ref(), input.as_ref());
        #[cfg(feature = "postgres")]
        if let Some(url) = database::url_of(journal) {
            return shared::open(url, input, options, inspect);
        }
        // Two names of the same journal must have the same lock.
        let path = std::fs::canonicalize(journal).unwrap_or_else(|_| journal.to_owned());
        let failed = |error| Error::journal(&path, error);
        options.check()?;
        let mut lock = Lock::acquire(&path)?;
        let reader = InputFile::open(input, options.request_options.clone(), options.input_options.clone())?;
        let is_new = !path.try_exists().unwrap_or(true);
        if is_new {
            if sqlite::has_log(&path) {
                return Err(failed(JournalError::damaged(
                    "only its file with -wal at the end is there",
                )));
            }
            new_journal::create(&path, &reader, &options, inspect)?;
        }
        let mut store = SqliteStore::open(&path).map_err(failed)?;
        let info = store.info().map_err(failed)?;
        if !is_new {
            let passed = options.journal_info(input, reader.contents()?, reader.is_table());
            info.compare(passed).map_err(failed)?;
        }
        let started = store
            .runs()
            .and_then(|runs| lock.compare(&info.created_at, runs))
            .and_then(|()| store.start())
            .and_then(|()| store.mark_interrupted())
            .and_then(|()| store.runs());
        match started {
            Ok(runs) => lock.record(&info.created_at, runs),
            Err(error) => {
                drop(store);
                if is_new {
                    // Nothing was sent, and the next batch makes another one.
                    let _ = std::fs::remove_file(&path);
                }
                return Err(failed(error));
            }
        }
        Ok(Self {
            base_url: options.api().to_owned(),
            journal: Arc::new(JournalWriter::start(Box::new(store), path)?),
            input: Arc::new(reader),
            is_new,
            exactly_once: options.exactly_once,
            _lock: Some(lock),
        })
    }

    /// Whether opening the batch created its journal.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// The number of lines in each state.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub async fn counts(&self) -> Result<Counts, Error> {
        self.journal.counts().await
    }

    /// Sends lines until none are pending, `interrupt` completes, or an error does not pass by itself; see
    /// [`Summary::stop_reason`]. Waits for the requests in progress. A batch can be run again.
    ///
    /// # Errors
    /// If the journal or the file can no longer be used. Results that could not be recorded are reported as
    /// [`Event::Unrecorded`].
    pub async fn run(
        &mut self,
        client: &Client,
        options: RunOptions,
        observe: impl Fn(Event) + Send + Sync + 'static,
        interrupt: impl Future<Output = ()>,
    ) -> Result<Summary, Error> {
        if client.base_url().trim_end_matches('/') != self.base_url {
            return Err(Error::OtherClient(Mismatch {
                journal: self.base_url.clone(),
                passed: client.base_url().to_owned(),
            }));
        }
        let context = RunContext::new(
            client.clone(),
            Arc::clone(&self.journal),
            Arc::clone(&self.input),
            self.exactly_once,
            options,
            Box::new(observe),
        );
        run::run(Arc::new(context), interrupt).await
    }
}

/// Validates every line of a file, as [`Batch::open`] does, without a journal.
///
/// # Errors
/// If the file cannot be read.
pub fn validate(
    input: impl AsRef<Path>,
    options: &BatchOptions,
    mut inspect: impl FnMut(&ValidatedLine<'_>),
) -> Result<ValidationCounts, Error> {
    let visit = |_: &Line<'_>, validated: &ValidatedLine<'_>, _: Option<&crate::Payload>| {
        inspect(validated);
        Ok(())
    };
    options.check()?;
    let input = InputFile::open(
        input.as_ref(),
        options.request_options.clone(),
        options.input_options.clone(),
    )?;
    let (_, counts) = input.validate(options.deny_warnings, options.external_ids(), visit)?;
    Ok(counts)
}
