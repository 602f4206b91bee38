//! The store: one SQLite connection on a thread of its own, which commits what waits in one go.

use std::sync::mpsc;
use std::thread::{self, JoinHandle, ThreadId};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{SandboxError, Store};

/// Marks a file as one of a sandbox: `SpxS`.
const APPLICATION_ID: i64 = 0x5370_7853;
const SCHEMA_VERSION: i64 = 1;
const SCHEMA: &str = include_str!("schema.sql");
/// At most so many pieces of work share one commit.
const GROUP: usize = 256;
/// How long a sandbox that was just closed may take to let go of its file.
const BUSY: Duration = Duration::from_secs(2);

/// What says to the one who waits whether the commit went well.
type Announce = Box<dyn FnOnce(Result<(), String>) + Send>;
/// A piece of work within a transaction. When it says that it failed, the transaction is rolled back.
type Work = Box<dyn FnOnce(&Connection) -> (bool, Announce) + Send>;

/// The way to the thread. The thread ends when this is dropped, after the work that was handed over.
pub(super) struct Database {
    sender: Option<mpsc::Sender<Work>>,
    thread: Option<JoinHandle<()>>,
    thread_id: ThreadId,
}

impl Database {
    /// Opens the store, and reads what is needed of it from the start.
    pub(super) fn open<T>(
        store: &Store,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<(Self, T), SandboxError> {
        let said = |error: rusqlite::Error| SandboxError::Store(error.to_string());
        let connection = connect(store).map_err(said)?;
        check(&connection).map_err(SandboxError::Store)?;
        let value = read(&connection).map_err(said)?;
        let (sender, receiver) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("sandbox-store".to_owned())
            .spawn(move || run(&connection, &receiver))
            .map_err(|error| SandboxError::Start(error.to_string()))?;
        let database = Self {
            sender: Some(sender),
            thread_id: thread.thread().id(),
            thread: Some(thread),
        };
        Ok((database, value))
    }

    /// Does a piece of work, and comes back when what it wrote is committed.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, SandboxError> {
        let (sender, receiver) = oneshot::channel();
        let work: Work = Box::new(move |connection| {
            let result = work(connection).map_err(|error| error.to_string());
            let went_well = result.is_ok();
            let announce: Announce = Box::new(move |committed| {
                // The one who waits may have gone, for instance because the connection was closed.
                let _ = sender.send(result.and_then(|value| committed.map(|()| value)));
            });
            (went_well, announce)
        });
        let handed_over = self.sender.as_ref().is_some_and(|sender| sender.send(work).is_ok());
        if !handed_over {
            return Err(SandboxError::Store("it is closed".to_owned()));
        }
        match receiver.await {
            Ok(result) => result.map_err(SandboxError::Store),
            Err(_) => Err(SandboxError::Store("it was closed".to_owned())),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.sender = None;
        // So that the file is free when the last handle is gone. A thread cannot wait for itself.
        if thread::current().id() != self.thread_id
            && let Some(thread) = self.thread.take()
        {
            let _ = thread.join();
        }
    }
}

fn connect(store: &Store) -> rusqlite::Result<Connection> {
    let connection = match store {
        Store::Memory => Connection::open_in_memory()?,
        Store::File(path) => Connection::open(path)?,
    };
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(64);
    // Two processes with one file would both complete its cases and call their webhooks.
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    // With a log, what was committed is in the hands of the operating system and survives the end of the process, which
    // is what is promised. FULL would wait for the disk at every commit as well, to survive a loss of power too: that
    // costs most of the speed, and nobody keeps records in a sandbox.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    Ok(connection)
}

/// Makes the tables in an empty file, and refuses a file that is somebody else's.
fn check(connection: &Connection) -> Result<(), String> {
    let pragma = |name: &str| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
            .map_err(|error| error.to_string())
    };
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(|error| error.to_string())?;
    if tables == 0 {
        return connection
            .execute_batch(&format!(
                "BEGIN IMMEDIATE; {SCHEMA} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
            ))
            .map_err(|error| error.to_string());
    }
    if pragma("application_id")? != APPLICATION_ID {
        return Err("the file is no store of a sandbox".to_owned());
    }
    match pragma("user_version")? {
        SCHEMA_VERSION => {}
        other => return Err(format!("the file is of version {other}, and {SCHEMA_VERSION} is known")),
    }
    // Takes the lock now, so that a file in use is said when opening and not with the first request.
    connection
        .execute_batch("BEGIN IMMEDIATE; COMMIT;")
        .map_err(|error| error.to_string())
}

/// Works until all senders are gone. Under load, work piles up while a commit is on its way, and the next commit takes
/// it all; an idle store commits each piece at once.
fn run(connection: &Connection, receiver: &mpsc::Receiver<Work>) {
    while let Ok(first) = receiver.recv() {
        let mut announces = Vec::new();
        let mut outcome = connection
            .execute_batch("BEGIN IMMEDIATE")
            .map_err(|error| error.to_string());
        let mut next = Some(first);
        while let Some(work) = next {
            let (went_well, announce) = work(connection);
            announces.push(announce);
            if !went_well {
                outcome = Err("other work in the same transaction failed".to_owned());
            }
            next = if announces.len() < GROUP && outcome.is_ok() {
                receiver.try_recv().ok()
            } else {
                None
            };
        }
        if outcome.is_ok() {
            outcome = connection.execute_batch("COMMIT").map_err(|error| error.to_string());
        }
        if outcome.is_err() && !connection.is_autocommit() {
            let _ = connection.execute_batch("ROLLBACK");
        }
        for announce in announces {
            announce(outcome.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::Database;

    #[tokio::test]
    async fn what_fails_leaves_nothing_and_ends_nothing() {
        let (database, count) = Database::open(&Store::Memory, |connection| {
            connection.query_row("SELECT count(*) FROM cases", [], |row| row.get::<_, i64>(0))
        })
        .unwrap();
        assert_eq!(count, 0);
        let failed = database.run(|connection| {
            connection.execute("INSERT INTO customers (id, full_name) VALUES (1, 'A')", [])?;
            connection.execute("INSERT INTO absent VALUES (1)", [])
        });
        assert!(failed.await.unwrap_err().to_string().contains("no such table"));
        let count = database
            .run(|connection| connection.query_row("SELECT count(*) FROM customers", [], |row| row.get::<_, i64>(0)));
        assert_eq!(count.await.unwrap(), 0);
    }
}
