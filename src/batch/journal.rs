//! The journal of a batch: reading it, also while a batch runs, and writing to it.

use std::path::{Path, PathBuf};

use super::entry::{Counts, Entry, LineState};
use super::error::{Error, JournalError};
use super::group_commit::GroupCommit;
use super::info::JournalInfo;
use super::sqlite::Store;

/// A journal, opened for reading. A batch can use it at the same time.
///
/// ```no_run
/// use sphinx_case::batch::{Journal, LineState};
///
/// let journal = Journal::open("cases.ndjson.journal")?;
/// println!("{} of {} created", journal.counts()?.created, journal.counts()?.lines());
/// journal.visit(&[LineState::Unknown], |entry| Ok::<(), ()>(println!("line {}", entry.line)))?.ok();
/// # Ok::<(), sphinx_case::batch::Error>(())
/// ```
#[derive(Debug)]
pub struct Journal {
    store: Store,
    path: PathBuf,
}

impl Journal {
    /// Opens a journal.
    ///
    /// # Errors
    /// If it does not exist or cannot be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        Ok(Self {
            store: Store::open_read_only(path).map_err(|error| Error::journal(path, error))?,
            path: path.to_owned(),
        })
    }

    /// Whether lines may have been sent that are not recorded here: the batch was killed, and the journal was copied without its
    /// write-ahead log (`-wal`). A batch with this journal is refused.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn is_incomplete(&self) -> Result<bool, Error> {
        self.read(|store| store.is_incomplete(&self.path))
    }

    /// What the journal was created for.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn info(&self) -> Result<JournalInfo, Error> {
        self.read(Store::info)
    }

    /// The number of lines in each state.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn counts(&self) -> Result<Counts, Error> {
        self.read(Store::counts)
    }

    /// Calls a visitor with each line in one of the states, in their order, until it returns an error.
    ///
    /// # Errors
    /// If the journal cannot be read. The inner result is that of the visitor.
    pub fn visit<E>(
        &self,
        states: &[LineState],
        visitor: impl FnMut(Entry) -> Result<(), E>,
    ) -> Result<Result<(), E>, Error> {
        self.read(|store| store.visit(states, visitor))
    }

    fn read<T>(&self, read: impl FnOnce(&Store) -> Result<T, JournalError>) -> Result<T, Error> {
        read(&self.store).map_err(|error| Error::journal(&self.path, error))
    }
}

/// A journal that the tasks of a batch write to.
#[derive(Debug)]
pub(super) struct JournalWriter {
    store: GroupCommit<Store>,
    path: PathBuf,
}

impl JournalWriter {
    pub fn start(store: Store, path: PathBuf) -> Result<Self, Error> {
        match GroupCommit::start(store, "journal") {
            Ok(store) => Ok(Self { store, path }),
            Err(error) => Err(Error::journal(
                &path,
                JournalError::io("its thread cannot be started", error),
            )),
        }
    }

    /// Sets the number of tasks that write at the same time.
    pub fn set_writers(&self, count: usize) {
        self.store.set_writers(count);
    }

    /// Reads and writes in a transaction. Returns when it is durable.
    pub async fn transaction<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, Error> {
        let result = self.store.run(work).await;
        result
            .unwrap_or_else(|| Err(JournalError::failed("its thread has ended")))
            .map_err(|error| Error::journal(&self.path, error))
    }

    pub async fn counts(&self) -> Result<Counts, Error> {
        self.transaction(|store| store.counts()).await
    }
}
