//! The store: one SQLite connection on its own thread, which commits the work of concurrent requests together.

use std::time::Duration;

use rusqlite::Connection;

use super::{SandboxError, Store};
use crate::group_commit::{GroupCommit, Transactional};

/// Identifies a file as the store of a sandbox: `SpxS`.
const APPLICATION_ID: i64 = 0x5370_7853;
const SCHEMA_VERSION: i64 = 1;
const SCHEMA: &str = include_str!("schema.sql");
/// How long a sandbox that was just closed may take to release its file.
const BUSY: Duration = Duration::from_secs(2);

/// The handle of the thread. When it is dropped, the thread finishes its work.
pub(super) struct Database(GroupCommit<Sqlite>);

#[derive(Debug)]
struct Sqlite(Connection);

impl Transactional for Sqlite {
    type Error = String;

    fn begin(&mut self) -> Result<(), String> {
        self.0
            .execute_batch("BEGIN IMMEDIATE")
            .map_err(|error| error.to_string())
    }

    fn commit(&mut self) -> Result<(), String> {
        self.0.execute_batch("COMMIT").map_err(|error| error.to_string())
    }

    fn rollback(&mut self) {
        // If this fails, SQLite has already rolled back.
        let _ = self.0.execute_batch("ROLLBACK");
    }
}

impl Database {
    /// Opens the store, and reads what the sandbox needs from the start.
    pub(super) fn open<T>(
        store: &Store,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<(Self, T), SandboxError> {
        let failed = |error: rusqlite::Error| SandboxError::Store(error.to_string());
        let connection = connect(store).map_err(failed)?;
        check(&connection).map_err(SandboxError::Store)?;
        let value = read(&connection).map_err(failed)?;
        let thread = GroupCommit::start(Sqlite(connection), "sandbox-store")
            .map_err(|error| SandboxError::Start(error.to_string()))?;
        Ok((Self(thread), value))
    }

    /// Does work in a transaction. Returns when it is committed.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, SandboxError> {
        let result = self
            .0
            .run(|sqlite| work(&sqlite.0).map_err(|error| error.to_string()))
            .await;
        result
            .unwrap_or_else(|| Err("it was closed".to_owned()))
            .map_err(SandboxError::Store)
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

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::Database;

    #[tokio::test]
    async fn failed_work_is_rolled_back() {
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
