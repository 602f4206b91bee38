//! Keys in PostgreSQL, which all replicas of a relay share.
//!
//! All times are those of the database, so the clocks of the replicas do not matter.

use std::sync::Arc;
use std::time::Duration;

use tokio_postgres::Row;
use tokio_postgres::types::{ToSql, Type};
use tracing::warn;

use super::{Answer, Claim, Claimed, Keys, LIFETIME, RequestKey, Unavailable};
use crate::postgres::{Database, Error, Schema};
use crate::relay::problem_details::ProblemDetails;
use crate::relay::status::RequestStatus;

const SCHEMA: Schema = Schema {
    part: "idempotency keys",
    version: 2,
    create: include_str!("tables.sql"),
    try_rights: "\
WITH added AS (INSERT INTO sphinx_case_relay_keys SELECT * FROM sphinx_case_relay_keys WHERE false),
    changed AS (UPDATE sphinx_case_relay_keys SET key = key WHERE false),
    added_case AS (INSERT INTO sphinx_case_relay_cases SELECT * FROM sphinx_case_relay_cases WHERE false),
    removed_case AS (DELETE FROM sphinx_case_relay_cases WHERE false)
DELETE FROM sphinx_case_relay_keys WHERE false",
};

/// The default of [`SharedKeys::with_lease`].
const LEASE: Duration = Duration::from_secs(30);

/// How long pages can read a case.
const CASE_LIFETIME: Duration = Duration::from_secs(30 * 24 * 3600);

/// How often expired keys and cases are removed.
const CLEANING_INTERVAL: Duration = Duration::from_secs(60);

/// The pauses between two looks at the status of a request that another replica sends.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// Takes the key if it is free, has expired, or if its request certainly created no case. If all attempts are repeatable, an unknown
/// outcome is enough. The second of two executions of one claim finds its own number.
const CLAIM: &str = "\
INSERT INTO sphinx_case_relay_keys AS kept (api, key, request_hash, is_repeatable, claim, leased_until, expires_at)
VALUES ($1, $2, $3, $4, $5, now() + $6 * interval '1 second', now() + $7 * interval '1 second')
ON CONFLICT (api, key) DO UPDATE SET request_hash = excluded.request_hash, is_repeatable = excluded.is_repeatable,
    claim = excluded.claim, leased_until = excluded.leased_until, expires_at = excluded.expires_at,
    may_exist = CASE WHEN kept.expires_at <= now() THEN false WHEN kept.claim = excluded.claim THEN kept.may_exist
        ELSE NOT kept.is_not_created END,
    created_case = NULL, problem = NULL, retry_after_ms = NULL, is_not_created = false
WHERE kept.expires_at <= now() OR kept.claim = excluded.claim
    OR kept.request_hash = excluded.request_hash AND (kept.is_not_created
        OR kept.is_repeatable AND excluded.is_repeatable AND kept.created_case IS NULL
            AND (kept.problem IS NOT NULL OR kept.leased_until <= now()))
RETURNING may_exist";

const SAME_REQUEST: &str = "SELECT request_hash = $3 FROM sphinx_case_relay_keys WHERE api = $1 AND key = $2";

const RENEW: &str = "\
UPDATE sphinx_case_relay_keys
SET leased_until = now() + $4 * interval '1 second', expires_at = now() + $5 * interval '1 second'
WHERE api = $1 AND key = $2 AND claim = $3";

const FINISH: &str = "\
UPDATE sphinx_case_relay_keys
SET created_case = $4, problem = $5, retry_after_ms = $6, is_not_created = $7
WHERE api = $1 AND key = $2 AND claim = $3";

const STATUS: &str = "\
SELECT created_case, problem, retry_after_ms, leased_until > now(), is_repeatable
FROM sphinx_case_relay_keys WHERE api = $1 AND key = $2 AND expires_at > now()";

const ADD_CASE: &str = "INSERT INTO sphinx_case_relay_cases (api, id) VALUES ($1, $2) ON CONFLICT DO NOTHING";

const HAS_CASE: &str = "SELECT true FROM sphinx_case_relay_cases WHERE api = $1 AND id = $2";

const REMOVE_KEYS: &str = "DELETE FROM sphinx_case_relay_keys WHERE expires_at <= now()";

const REMOVE_CASES: &str = "DELETE FROM sphinx_case_relay_cases WHERE created_at <= now() - $1 * interval '1 second'";

/// Idempotency keys in a PostgreSQL database, for [`RelayOptions::with_keys`](crate::relay::RelayOptions::with_keys). All relays with the
/// same database and the same base URL of the API share them: the same key at two of them creates one case, also after restarts.
///
/// Relays with other credentials of the same API need a database, or a schema, of their own.
///
/// # What is stored
/// For ten minutes after a request was received: its key, a SHA-256 hash of key and body, and the response for the page. The response is
/// the created case, **which contains personal data**, or a problem with the messages of the API. Request bodies are not stored. For 30
/// days: the IDs of created cases, so that pages can follow them. Each relay removes what has expired once a minute; what has expired
/// after the last relay ended is removed by the next one.
#[derive(Debug, Clone)]
pub struct SharedKeys {
    database: Arc<Database>,
    instance: Arc<str>,
    lease: Duration,
}

impl SharedKeys {
    /// Connects to a database, and creates the tables unless they exist. How the URL is read: [`crate::postgres`].
    ///
    /// # Errors
    /// If the URL is invalid, the database cannot be reached or refuses the role, or its tables are of another version.
    pub async fn connect(url: &str) -> Result<Self, Error> {
        let database = Arc::new(Database::connect(url, SCHEMA).await?);
        let rows = database.query("SELECT instance FROM sphinx_case_relay", &[]).await?;
        let [row] = rows.as_slice() else {
            return Err(Error::refused("its table sphinx_case_relay does not have one row"));
        };
        let instance: String = row.try_get(0)?;
        let cleaned = Arc::downgrade(&database);
        tokio::spawn(async move {
            while let Some(database) = cleaned.upgrade() {
                remove_expired(&database).await;
                drop(database);
                tokio::time::sleep(CLEANING_INTERVAL).await;
            }
        });
        Ok(Self {
            database,
            instance: instance.into(),
            lease: LEASE,
        })
    }

    /// How long the other relays wait for one that no longer responds. Then they report that the outcome of its request is unknown, or
    /// send it again with [`exactly_once`](crate::relay::RelayOptions::with_exactly_once). A relay renews the lease three times in this
    /// time, however long its request takes. Default: 30 seconds; at least 1 second.
    #[must_use]
    pub fn with_lease(mut self, lease: Duration) -> Self {
        self.lease = lease.max(Duration::from_secs(1));
        self
    }
}

/// Removes expired keys and cases.
async fn remove_expired(database: &Database) {
    let result = async {
        database.query(REMOVE_KEYS, &[]).await?;
        database
            .query(REMOVE_CASES, &[(&CASE_LIFETIME.as_secs_f64(), Type::FLOAT8)])
            .await
    };
    if let Err(error) = result.await {
        warn!(%error, "expired idempotency keys were not removed");
    }
}

/// The keys for one API.
#[derive(Debug)]
pub(in crate::relay) struct PostgresKeys {
    shared: SharedKeys,
    /// The base URL. The same key for two APIs is two keys.
    api: String,
}

impl PostgresKeys {
    pub fn new(shared: SharedKeys, api: &str) -> Self {
        Self {
            shared,
            api: api.to_owned(),
        }
    }

    async fn query(&self, sql: &str, params: &[(&(dyn ToSql + Sync), Type)]) -> Result<Vec<Row>, Unavailable> {
        self.shared.database.query(sql, params).await.map_err(|error| {
            warn!(%error, "the idempotency keys are not available");
            Unavailable
        })
    }

    async fn try_claim(&self, key: &RequestKey, is_repeatable: bool) -> Result<Claim, Unavailable> {
        let hash = key.hash.as_slice();
        let number = fastrand::i64(..);
        let request: [(&(dyn ToSql + Sync), Type); 3] =
            [(&self.api, Type::TEXT), (&key.text, Type::TEXT), (&hash, Type::BYTEA)];
        let mut claim = request.to_vec();
        let (lease, lifetime) = (self.shared.lease.as_secs_f64(), LIFETIME.as_secs_f64());
        claim.push((&is_repeatable, Type::BOOL));
        claim.push((&number, Type::INT8));
        claim.push((&lease, Type::FLOAT8));
        claim.push((&lifetime, Type::FLOAT8));
        loop {
            if let Some(row) = self.query(CLAIM, &claim).await?.first() {
                return Ok(Claim::Send(Claimed {
                    key: key.text.clone(),
                    number,
                    may_exist: row.try_get(0).map_err(|_| Unavailable)?,
                }));
            }
            let rows = self.query(SAME_REQUEST, &request).await?;
            match rows.first().map(|row| row.try_get(0)) {
                Some(Ok(true)) => return Ok(Claim::Known),
                Some(Ok(false)) => return Ok(Claim::OtherBody),
                Some(Err(_)) => return Err(Unavailable),
                // The key expired between the two statements.
                None => {}
            }
        }
    }

    async fn find_status(&self, key: &str) -> Result<Option<RequestStatus>, Unavailable> {
        let rows = self
            .query(STATUS, &[(&self.api, Type::TEXT), (&key, Type::TEXT)])
            .await?;
        let status = rows.first().map(status_of).transpose();
        status.map_err(|error| {
            warn!(%error, "the status of a request cannot be read");
            Unavailable
        })
    }
}

fn status_of(row: &Row) -> Result<RequestStatus, tokio_postgres::Error> {
    let (created, problem): (Option<String>, Option<String>) = (row.try_get(0)?, row.try_get(1)?);
    let retry_after: Option<i64> = row.try_get(2)?;
    let (is_leased, is_repeatable): (bool, bool) = (row.try_get(3)?, row.try_get(4)?);
    let unknown = || RequestStatus::unknown(is_repeatable);
    Ok(match (created, problem) {
        (Some(case), _) => RequestStatus::Created(case.into()),
        (None, Some(problem)) => ProblemDetails::from_json(&problem).map_or_else(unknown, |problem| {
            let wait = retry_after.and_then(|wait| u64::try_from(wait).ok());
            RequestStatus::Failed(match wait.map(Duration::from_millis) {
                Some(wait) => problem.with_retry_after(wait),
                None => problem,
            })
        }),
        (None, None) if is_leased => RequestStatus::InProgress,
        (None, None) => unknown(),
    })
}

impl Keys for PostgresKeys {
    fn instance(&self) -> &str {
        &self.shared.instance
    }

    fn claim<'a>(&'a self, key: &'a RequestKey, is_repeatable: bool) -> Answer<'a, Claim> {
        Box::pin(self.try_claim(key, is_repeatable))
    }

    fn renewal_interval(&self) -> Duration {
        self.shared.lease / 3
    }

    fn renew<'a>(&'a self, claimed: &'a Claimed) -> Answer<'a, ()> {
        Box::pin(async move {
            let (lease, lifetime) = (self.shared.lease.as_secs_f64(), LIFETIME.as_secs_f64());
            let params: [(&(dyn ToSql + Sync), Type); 5] = [
                (&self.api, Type::TEXT),
                (&claimed.key, Type::TEXT),
                (&claimed.number, Type::INT8),
                (&lease, Type::FLOAT8),
                (&lifetime, Type::FLOAT8),
            ];
            self.query(RENEW, &params).await.map(drop)
        })
    }

    fn finish<'a>(&'a self, claimed: &'a Claimed, status: &'a RequestStatus) -> Answer<'a, ()> {
        Box::pin(async move {
            let (created, problem) = match status {
                RequestStatus::InProgress => return Ok(()),
                RequestStatus::Created(case) => (Some(&**case), None),
                RequestStatus::Failed(problem) => (None, Some(problem)),
            };
            let json = problem.map(ProblemDetails::to_json);
            let wait = problem.and_then(ProblemDetails::retry_after);
            let wait = wait.and_then(|wait| i64::try_from(wait.as_millis()).ok());
            let is_not_created = status.is_not_created();
            let params: [(&(dyn ToSql + Sync), Type); 7] = [
                (&self.api, Type::TEXT),
                (&claimed.key, Type::TEXT),
                (&claimed.number, Type::INT8),
                (&created, Type::TEXT),
                (&json, Type::TEXT),
                (&wait, Type::INT8),
                (&is_not_created, Type::BOOL),
            ];
            self.query(FINISH, &params).await.map(drop)
        })
    }

    fn final_status<'a>(&'a self, key: &'a str) -> Answer<'a, Option<RequestStatus>> {
        Box::pin(async move {
            let mut pause = FIRST_PAUSE;
            loop {
                match self.find_status(key).await? {
                    Some(RequestStatus::InProgress) => tokio::time::sleep(pause).await,
                    status => return Ok(status),
                }
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        })
    }

    fn add_case(&self, id: i64) -> Answer<'_, ()> {
        Box::pin(async move {
            self.query(ADD_CASE, &[(&self.api, Type::TEXT), (&id, Type::INT8)])
                .await
                .map(drop)
        })
    }

    fn has_case(&self, id: i64) -> Answer<'_, bool> {
        Box::pin(async move {
            let rows = self
                .query(HAS_CASE, &[(&self.api, Type::TEXT), (&id, Type::INT8)])
                .await?;
            Ok(!rows.is_empty())
        })
    }
}
