//! A session for code that is not asynchronous. Its statements are executed one after the other.
//!
//! It waits with `pollster`, because its thread may belong to another runtime, where Tokio does not allow `Runtime::block_on`.

use std::collections::HashMap;
use std::fmt;

use pollster::block_on;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row, Statement};

use super::{Database, Error, Schema};

/// The database ends the session, and releases its locks, half a minute after this machine has disappeared.
const KEEPALIVE: &str = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4";

/// A session. If its connection is lost, it has ended: what depends on it, such as its locks, cannot be continued on another one.
pub(crate) struct Session {
    client: Client,
    statements: HashMap<&'static str, Statement>,
    /// Receives and sends on a thread of its own. `None` only while it is dropped.
    runtime: Option<Runtime>,
}

impl Session {
    /// Connects.
    pub fn connect(url: &str) -> Result<Self, Error> {
        let no_thread = |error: std::io::Error| Error::Unreachable(error.to_string());
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("postgres")
            .enable_all()
            .build()
            .map_err(no_thread)?;
        let url = url.to_owned();
        let connecting = runtime.spawn(async move {
            let client = Database::session(&url).await?;
            client.batch_execute(KEEPALIVE).await?;
            Ok(client)
        });
        let connected = block_on(connecting).map_err(|error| Error::Unreachable(error.to_string()));
        Ok(Self {
            client: connected.flatten()?,
            statements: HashMap::new(),
            runtime: Some(runtime),
        })
    }

    /// Creates tables unless they exist. Fails if nothing can be written to them.
    pub fn create(&mut self, schema: &Schema) -> Result<(), Error> {
        block_on(schema.create_in(&mut self.client))
    }

    /// Whether tables exist.
    pub fn has(&self, schema: &Schema) -> Result<bool, Error> {
        block_on(schema.is_in(&self.client))
    }

    /// Executes a statement that is prepared once, and returns its rows.
    pub fn query(&mut self, sql: &'static str, params: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, Error> {
        let statement = self.prepare(sql)?;
        Ok(block_on(self.client.query(&statement, params))?)
    }

    /// Executes a statement that is prepared once, and returns the number of rows that it changed.
    pub fn execute(&mut self, sql: &'static str, params: &[&(dyn ToSql + Sync)]) -> Result<u64, Error> {
        let statement = self.prepare(sql)?;
        Ok(block_on(self.client.execute(&statement, params))?)
    }

    /// Executes statements without params, such as `COMMIT`.
    pub fn run(&mut self, sql: &str) -> Result<(), Error> {
        Ok(block_on(self.client.batch_execute(sql))?)
    }

    fn prepare(&mut self, sql: &'static str) -> Result<Statement, Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = block_on(self.client.prepare(sql))?;
        self.statements.insert(sql, statement.clone());
        Ok(statement)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Waiting would not be allowed on a thread of another runtime. The database ends the session when its connection is closed.
            runtime.shutdown_background();
        }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Session").finish_non_exhaustive()
    }
}
