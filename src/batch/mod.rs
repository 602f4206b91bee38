//! Many requests from a file, each sent once: a journal beside the file says what became of every line, and a batch that
//! was killed at any moment goes on from there.
//!
//! ```no_run
//! # async fn send() -> Result<(), Box<dyn std::error::Error>> {
//! use sphinx_case::batch::{Batch, Plan, Settings};
//! use sphinx_case::client::{Client, Credentials};
//!
//! let client = Client::new(Credentials::token(std::env::var("SPHINX_TOKEN")?))?;
//! let settings = Settings::new(client.base_url());
//! let mut batch = Batch::open("cases.ndjson.journal".as_ref(), "cases.ndjson".as_ref(), settings, |_| {})?;
//! let summary = batch.run(&client, Plan::default(), |_| {}, std::future::pending()).await?;
//! println!("{} created, {} of unknown outcome", summary.counts.created, summary.counts.unknown);
//! # Ok(())
//! # }
//! ```
//!
//! # How nothing is lost, and nothing is sent twice
//! The journal is a SQLite file with a write-ahead log, synchronized at every commit. A line is marked as being sent, and
//! that mark is on the disk, before its request leaves; what came of it is on the disk before the line counts as done.
//! A process that ends in between leaves the mark, and the line's outcome is then *unknown*: it is not sent again
//! unless that is asked for ([`Plan::resend_unknown`]). A lock beside the journal keeps a second process out. Bodies are
//! not in the journal, since they hold personal data: lines are read again from the file, and their payloads are compared
//! with the SHA-256 that they had when they were checked.
//!
//! # When an unknown line is taken as created
//! The API has no idempotency key, so the list of cases is all there is to ask. A case on it is taken for a line's only if
//! all of this holds; otherwise the line stays unknown:
//! - The case has the line's customer: its number, or the id that the caller gave it. A name alone is nobody.
//! - `webhook_url` and `delete_after` agree, the customer's name and type, and the kinds of checks if the line gives any:
//!   the same customer may have other cases.
//! - It was created no earlier than 2 s before the first attempt that may have made it, and no later than 2 s and a
//!   timeout after the outcome was noticed, on the server's clock: cases of another day are others. The 2 s are what two
//!   clocks with whole seconds may differ. Without a `Date` in the server's answers nothing is certain.
//! - Its number belongs to no other line of the journal, it is the only such case, and the line is the only one that it
//!   could belong to: no other line for the same customer on the same terms is still to be sent, is unknown, or was sent
//!   again after an unknown outcome. Otherwise it could be that one's.
//! - The list was read whole: as many different cases came as it counted, before and after. A case that was missed could
//!   be a second one.
//!
//! What cannot be ruled out is another program that makes a case for the same customer on the same terms in the same
//! seconds. That no case is found proves nothing: the request may still be on its way.

mod clock;
mod commit;
mod doubts;
mod entry;
mod error;
mod identity;
mod input;
mod journal;
mod lines;
mod lock;
mod marks;
mod outcome;
mod pace;
mod plan;
mod reconcile;
mod run;
mod store;
mod worker;

use std::path::Path;

pub use entry::{Counts, Entry, State};
pub use error::{Error, Problem};
pub use input::{Checked, Checks};
pub use journal::{Facts, Journal};
#[doc(hidden)]
pub use lines::{Line, Lines};
pub use plan::{Event, Plan, Stop, Summary, Unrecorded};

use crate::client::Client;
use crate::options::Options;
use commit::Committer;
use input::{Contents, Found, Input};
use lock::Lock;
use store::Origin;

/// What makes the payloads, and whom they are for: a journal belongs to one such choice.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// Where the API is.
    pub base_url: String,
    /// How lines are checked, and payloads are built.
    pub options: Options,
    /// Whether a line with a warning is not valid.
    pub deny_warnings: bool,
    /// Whether the valid lines are sent although others are not valid.
    pub skip_invalid: bool,
}

impl Settings {
    /// The usual settings for the API at a base URL.
    #[must_use]
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into(),
            options: Options::default(),
            deny_warnings: false,
            skip_invalid: false,
        }
    }

    fn origin(&self, path: &Path, contents: Contents) -> Origin {
        let name = path.file_name().unwrap_or_default();
        Origin {
            name: name.to_string_lossy().into_owned(),
            size: contents.size,
            hash: contents.hash,
            base_url: self.base_url.trim_end_matches('/').to_owned(),
            options: format!("{:?}, deny_warnings: {}", self.options, self.deny_warnings),
        }
    }
}

/// A batch: a file with a request on each line, and the journal of what became of them. Only one process has it open.
#[derive(Debug)]
pub struct Batch {
    committer: std::sync::Arc<Committer>,
    input: std::sync::Arc<Input>,
    base_url: String,
    is_new: bool,
    _lock: Lock,
}

impl Batch {
    /// Opens a batch. With a new journal every line is checked, and `inspect` sees what comes of it; with one that is there
    /// already the file, the API and the options have to be those it was begun with.
    ///
    /// # Errors
    /// When a file cannot be used, or lines are not valid and [`Settings::skip_invalid`] is not set: then there is no
    /// journal.
    pub fn open(
        journal: &Path,
        input: &Path,
        settings: Settings,
        mut inspect: impl FnMut(&Checked<'_>),
    ) -> Result<Self, Error> {
        // Another name for the same journal has the same lock.
        let path = std::fs::canonicalize(journal).unwrap_or_else(|_| journal.to_owned());
        let lock = Lock::take(&path)?;
        let reader = Input::open(input, settings.options.clone())?;
        let (connection, is_new) = store::open(&path)?;
        if is_new {
            if let Err(error) = fill(&connection, &path, input, &settings, &mut inspect) {
                drop(connection);
                store::remove(&path);
                return Err(error);
            }
        } else {
            let origin = settings.origin(input, input::contents(input)?);
            store::compare(&connection, &path, &origin)?;
            marks::settle_interrupted(&connection).map_err(|error| Error::of_sqlite(&path, &error))?;
        }
        Ok(Self {
            committer: std::sync::Arc::new(Committer::start(connection, path)?),
            input: std::sync::Arc::new(reader),
            base_url: settings.base_url.trim_end_matches('/').to_owned(),
            is_new,
            _lock: lock,
        })
    }

    /// Whether the batch was begun by opening it.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// How many lines are in which state.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub async fn counts(&self) -> Result<Counts, Error> {
        self.committer.commit(marks::counts).await
    }

    /// Sends what is to be sent, until all is done, `stop` is, or something stands in the way that does not pass; see
    /// [`Summary::stop`]. Requests that are under way are waited for. It can be run again.
    ///
    /// # Errors
    /// When the journal or the file can no longer be used. Outcomes that could then not be written come as
    /// [`Event::Unrecorded`].
    pub async fn run(
        &mut self,
        client: &Client,
        plan: Plan,
        observe: impl Fn(Event) + Send + Sync + 'static,
        stop: impl Future<Output = ()>,
    ) -> Result<Summary, Error> {
        if client.base_url().trim_end_matches('/') != self.base_url {
            return Err(Error::Usage(format!(
                "the batch is for the API at {}, and the client is one of {}; nothing was sent",
                self.base_url,
                client.base_url()
            )));
        }
        run::run(self, client, plan, std::sync::Arc::new(observe), stop).await
    }
}

/// Checks every line without a journal: what [`Batch::open`] would find.
///
/// # Errors
/// When the file cannot be read.
pub fn check(input: &Path, settings: &Settings, mut inspect: impl FnMut(&Checked<'_>)) -> Result<Checks, Error> {
    let (options, deny_warnings) = (&settings.options, settings.deny_warnings);
    input::check::<Error>(input, options, deny_warnings, &mut inspect, |_| Ok(())).map(|(_, checks)| checks)
}

/// Either of what can go wrong while a journal is filled.
enum Filling {
    Batch(Error),
    Sqlite(rusqlite::Error),
}

impl From<Error> for Filling {
    fn from(error: Error) -> Self {
        Self::Batch(error)
    }
}

impl From<rusqlite::Error> for Filling {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// Fills a new journal in one transaction: killed in between, it is still empty.
fn fill(
    connection: &rusqlite::Connection,
    path: &Path,
    input: &Path,
    settings: &Settings,
    inspect: &mut dyn FnMut(&Checked<'_>),
) -> Result<(), Error> {
    let mut filled = || -> Result<(), Filling> {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        store::make_tables(connection)?;
        let mut insert = connection.prepare(
            "INSERT INTO line (number, offset, length, payload, identity, state, issues) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        let take = |found: &Found<'_>| -> Result<(), Filling> {
            let body = found.payload.map(|payload| payload.body());
            let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
            let state = if body.is_some() { State::Pending } else { State::Invalid };
            insert.execute(rusqlite::params![
                signed(found.number),
                signed(found.offset),
                signed(found.length),
                body.map(|body| identity::hash(body.as_bytes())),
                body.and_then(identity::Sent::read).and_then(|sent| sent.identity()),
                state.as_str(),
                body.is_none().then(|| outcome::issues_text(found.issues)),
            ])?;
            Ok(())
        };
        let (contents, checks) = input::check(input, &settings.options, settings.deny_warnings, inspect, take)?;
        if checks.invalid > 0 && !settings.skip_invalid {
            return Err(Filling::Batch(Error::Invalid {
                invalid: checks.invalid,
                lines: checks.valid.saturating_add(checks.invalid),
            }));
        }
        store::seal(connection, &settings.origin(input, contents))?;
        connection.execute_batch("COMMIT")?;
        Ok(())
    };
    filled().map_err(|error| {
        let _ = connection.execute_batch("ROLLBACK");
        match error {
            Filling::Batch(error) => error,
            Filling::Sqlite(error) => Error::of_sqlite(path, &error),
        }
    })
}

/// A file that is nobody else's business: it names cases, and what the API said of requests.
#[cfg(unix)]
fn private(options: &mut std::fs::OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn private(_: &mut std::fs::OpenOptions) {}
