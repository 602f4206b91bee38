//! The journal of a batch: reading it, also while a batch runs, and writing to it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::entry::{Counts, Entry, LineState};
use super::error::{Error, JournalError, SOLVE};
use super::group_commit::GroupCommit;
use super::info::JournalInfo;
use super::sqlite::SqliteStore;
use super::store::{AnyStore, Store};

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
    // Reading from a store changes the state of its connection.
    store: Mutex<Box<dyn Store>>,
    path: PathBuf,
    is_incomplete: bool,
}

impl Journal {
    /// Opens a journal.
    ///
    /// # Errors
    /// If it does not exist or cannot be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        #[cfg(feature = "postgres")]
        if let Some(url) = super::database::url_of(path) {
            return Self::open_batch(url, None);
        }
        let failed = |error| Error::journal(path, error);
        let store = SqliteStore::open_read_only(path).map_err(failed)?;
        Ok(Self {
            is_incomplete: store.is_incomplete(path).map_err(failed)?,
            store: Mutex::new(Box::new(store)),
            path: path.to_owned(),
        })
    }

    /// Opens the journal of a batch in a database. Without a name, the database must contain one batch.
    ///
    /// # Errors
    /// If there is no such batch, or the database cannot be read.
    #[cfg(feature = "postgres")]
    pub fn open_batch(url: &str, name: Option<&str>) -> Result<Self, Error> {
        let (store, path) = super::database::open_read_only(url, name)?;
        Ok(Self {
            is_incomplete: false,
            store: Mutex::new(store),
            path,
        })
    }

    /// Whether lines may have been sent that are not recorded here: the batch was killed, and the journal was copied without its
    /// write-ahead log (`-wal`). A batch with this journal is refused.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.is_incomplete
    }

    /// What the journal was created for.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn info(&self) -> Result<JournalInfo, Error> {
        self.read(|store| store.info())
    }

    /// The number of lines in each state.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn counts(&self) -> Result<Counts, Error> {
        self.read(|store| store.counts())
    }

    /// Calls a visitor with each line in one of the states, in their order, until it returns an error.
    ///
    /// # Errors
    /// If the journal cannot be read. The inner result is that of the visitor.
    pub fn visit<E>(
        &self,
        states: &[LineState],
        mut visitor: impl FnMut(Entry) -> Result<(), E>,
    ) -> Result<Result<(), E>, Error> {
        let mut visited = Ok(());
        let mut visit = |entry| {
            visited = visitor(entry);
            visited.is_ok()
        };
        self.read(|store| store.visit(states, &mut visit))?;
        Ok(visited)
    }

    fn read<T>(&self, read: impl FnOnce(&mut dyn Store) -> Result<T, JournalError>) -> Result<T, Error> {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        read(&mut **store).map_err(|error| Error::journal(&self.path, error))
    }
}

/// A journal that the tasks of a batch write to.
#[derive(Debug)]
pub(super) struct JournalWriter {
    store: GroupCommit<AnyStore>,
    path: PathBuf,
    /// Whether other processes may use it at the same time.
    is_shared: bool,
}

impl JournalWriter {
    pub fn start(store: Box<dyn Store>, path: PathBuf) -> Result<Self, Error> {
        let is_shared = store.is_shared();
        match GroupCommit::start(AnyStore(store), "journal") {
            Ok(store) => Ok(Self { store, path, is_shared }),
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
        work: impl FnOnce(&mut dyn Store) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, Error> {
        let result = self.store.run(|store| work(&mut *store.0)).await;
        result
            .unwrap_or_else(|| Err(JournalError::failed("its thread has ended", SOLVE)))
            .map_err(|error| Error::Stopped {
                path: self.path.clone(),
                error,
            })
    }

    pub async fn counts(&self) -> Result<Counts, Error> {
        self.transaction(|store| store.counts()).await
    }

    /// Reserves the next request of all processes that share the journal. Returns how long to wait for it.
    pub async fn reserve_request(&self, interval: Duration) -> Result<Duration, Error> {
        if !self.is_shared {
            return Ok(Duration::ZERO);
        }
        self.transaction(move |store| store.reserve_request(interval)).await
    }
}
