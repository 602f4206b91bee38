//! One connection to a database, which is opened again after it was lost.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Config, NoTls, Row};
use tokio_postgres_rustls::MakeRustlsConnect;
use tracing::warn;

use super::url::{self, Target};
use super::{Error, Schema, tls};

/// The maximum duration of a statement. All statements here are short.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(5);

/// A session ends this long after the database has disappeared.
#[cfg(feature = "batch")]
const NETWORK_TIMEOUT: Duration = Duration::from_secs(30);

/// A database. Its connection executes the statements of all tasks one after the other, without waiting for each response.
pub(crate) struct Database {
    config: Config,
    tls: Option<MakeRustlsConnect>,
    client: Mutex<Option<Arc<Client>>>,
}

impl Database {
    /// Connects, and creates the tables unless they exist.
    pub async fn connect(url: &str, schema: Schema) -> Result<Self, Error> {
        let database = Self::new(url)?;
        let mut client = database.open().await?;
        within(STATEMENT_TIMEOUT, schema.create_in(&mut client)).await?;
        *database.client.lock().await = Some(Arc::new(client));
        Ok(database)
    }

    fn new(url: &str) -> Result<Self, Error> {
        let target = Target::new(url, url::password_from_environment())?;
        Ok(Self {
            tls: match target.has_tls {
                true => Some(tls::connector(target.root_certificates.as_deref())?),
                false => None,
            },
            config: target.config,
            client: Mutex::new(None),
        })
    }

    /// A connection that is not opened again.
    #[cfg(feature = "batch")]
    pub(super) async fn session(url: &str) -> Result<Client, Error> {
        let mut database = Self::new(url)?;
        database
            .config
            .keepalives_idle(NETWORK_TIMEOUT)
            .tcp_user_timeout(NETWORK_TIMEOUT);
        database.open().await
    }

    /// Executes a statement that has the same effect when it is executed twice, and returns its rows. If the connection is lost, it is
    /// executed once more, on a new one.
    pub async fn query(&self, sql: &str, params: &[(&(dyn ToSql + Sync), Type)]) -> Result<Vec<Row>, Error> {
        match self.query_once(sql, params).await {
            Err(Error::Unreachable(why)) => {
                warn!(%why, "the connection to the database was lost");
                self.query_once(sql, params).await
            }
            result => result,
        }
    }

    async fn query_once(&self, sql: &str, params: &[(&(dyn ToSql + Sync), Type)]) -> Result<Vec<Row>, Error> {
        let client = self.client().await?;
        let query = async { Ok(client.query_typed(sql, params).await?) };
        let result = within(STATEMENT_TIMEOUT, query).await;
        if result.as_ref().is_err_and(|error| *error == Error::timeout()) {
            // The connection may lead nowhere.
            *self.client.lock().await = None;
        }
        result
    }

    /// The open connection, or a new one.
    async fn client(&self) -> Result<Arc<Client>, Error> {
        let mut current = self.client.lock().await;
        if let Some(client) = current.as_ref().filter(|client| !client.is_closed()) {
            return Ok(Arc::clone(client));
        }
        // Tables that are gone are not created again: with them, keys of requests that were sent would be lost unnoticed.
        let client = Arc::new(self.open().await?);
        *current = Some(Arc::clone(&client));
        Ok(client)
    }

    async fn open(&self) -> Result<Client, Error> {
        self.open_any().await.map_err(|error| match error {
            Error::Unreachable(why) => Error::Unreachable(format!("{why}, at {}", url::addresses(&self.config))),
            other => other,
        })
    }

    async fn open_any(&self) -> Result<Client, Error> {
        Ok(match &self.tls {
            Some(tls) => {
                let (client, connection) = self.config.connect(tls.clone()).await?;
                tokio::spawn(connection);
                client
            }
            None => {
                let (client, connection) = self.config.connect(NoTls).await?;
                tokio::spawn(connection);
                client
            }
        })
    }
}

async fn within<T>(timeout: Duration, operation: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    tokio::time::timeout(timeout, operation)
        .await
        .unwrap_or_else(|_| Err(Error::timeout()))
}

impl fmt::Debug for Database {
    /// Without the password.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Database").finish_non_exhaustive()
    }
}
