//! Calls the webhooks of cases that completed, on this machine only.

use std::error::Error;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, Url, redirect::Policy};
use rusqlite::{Connection, OptionalExtension, params};
use tokio::task::JoinSet;

use super::{Delivery, DeliveryResult, Sandbox, SandboxError, case};

/// How long a webhook may take to answer.
const TIMEOUT: Duration = Duration::from_secs(5);
/// So many are called at once.
const AT_ONCE: i64 = 64;
/// How often it is looked for cases that completed when nothing says that one will.
const IDLE: Duration = Duration::from_secs(60);

/// A client that knows no way off this machine: no proxy, no redirects, and no addresses but loopback ones.
fn new_client() -> Result<Client, SandboxError> {
    Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .timeout(TIMEOUT)
        .dns_resolver(OnlyHere)
        .user_agent(concat!("sphinx-case-sandbox/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| SandboxError::Start(error.to_string()))
}

/// The host is another machine.
#[derive(Debug)]
struct NotHere(String);

impl std::fmt::Display for NotHere {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "{} is not this machine, and a sandbox calls no other",
            self.0
        )
    }
}

impl Error for NotHere {}

/// Resolves names, and refuses those that have an address elsewhere. What is connected to is what was looked at, so a
/// name cannot change in between.
struct OnlyHere;

impl Resolve for OnlyHere {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let addresses: Vec<SocketAddr> = found.collect();
            if addresses.iter().all(|address| is_here(address.ip())) {
                let addresses: Addrs = Box::new(addresses.into_iter());
                Ok(addresses)
            } else {
                Err(NotHere(name.as_str().to_owned()).into())
            }
        })
    }
}

fn is_here(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// Calls webhooks as cases complete, for ever.
pub(super) async fn call_all(sandbox: Sandbox) {
    let state = &sandbox.state;
    let _only_caller = state.caller.lock().await;
    // Made when it is needed: it reads the certificates of the machine, which takes longer than all else at the start.
    let mut client = None;
    loop {
        let now = case::now();
        let wait = match state.database.run(move |connection| due(connection, now)).await {
            Ok((due, _)) if !due.is_empty() => match call(&sandbox, &mut client, due).await {
                Ok(()) => Duration::ZERO,
                Err(error) => {
                    tracing::error!(%error, "webhooks could not be called");
                    IDLE
                }
            },
            Ok((_, next)) => next.map_or(IDLE, |next| {
                // A moment more, so that the time has come when it is looked at.
                Duration::from_micros(
                    u64::try_from(next.saturating_sub(now))
                        .unwrap_or_default()
                        .saturating_add(1_000),
                )
            }),
            Err(error) => {
                tracing::error!(%error, "it could not be looked for webhooks");
                IDLE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = state.started.notified() => {}
        }
    }
}

/// The number, webhook and body of a case that completed.
type Due = (i64, String, String);

/// Some cases whose webhooks are to be called now; if there are none, when the next one will be.
fn due(connection: &Connection, now: i64) -> rusqlite::Result<(Vec<Due>, Option<i64>)> {
    let mut statement = connection.prepare_cached(
        "SELECT id, webhook_url FROM cases WHERE webhook_url IS NOT NULL AND is_told = 0 AND decided_at <= ?1 \
         ORDER BY decided_at LIMIT ?2",
    )?;
    let found: Vec<(i64, String)> = statement
        .query_map(params![now, AT_ONCE], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut due = Vec::new();
    for (id, url) in found {
        let body = case::find(connection, id, now)?.and_then(|case| serde_json::to_string(&case).ok());
        due.push((id, url, body.unwrap_or_default()));
    }
    if !due.is_empty() {
        return Ok((due, None));
    }
    let next = connection
        .prepare_cached(
            "SELECT min(decided_at) FROM cases WHERE webhook_url IS NOT NULL AND is_told = 0 AND decided_at IS NOT NULL",
        )?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok((due, next.flatten()))
}

/// Calls some webhooks at once, and records what became of them.
async fn call(sandbox: &Sandbox, client: &mut Option<Client>, due: Vec<Due>) -> Result<(), SandboxError> {
    let client = match client {
        Some(client) => client,
        None => client.insert(new_client()?),
    };
    let mut calls = JoinSet::new();
    for (case_id, url, body) in due {
        let client = client.clone();
        calls.spawn(async move { deliver(&client, case_id, url, body).await });
    }
    while let Some(delivery) = calls.join_next().await {
        if let Ok(delivery) = delivery {
            sandbox
                .state
                .database
                .run(move |connection| record(connection, &delivery))
                .await?;
        }
    }
    Ok(())
}

async fn deliver(client: &Client, case_id: i64, url: String, body: String) -> Record {
    let at = case::now();
    let (result, status, error) = match post(client, &url, body).await {
        Ok(status) if (200..300).contains(&status) => (DeliveryResult::Delivered, Some(status), None),
        Ok(status) => (DeliveryResult::Failed, Some(status), None),
        Err(error) => {
            let (is_elsewhere, why) = causes(error.as_ref());
            let result = if is_elsewhere {
                DeliveryResult::Refused
            } else {
                DeliveryResult::Failed
            };
            (result, None, Some(why))
        }
    };
    Record {
        case_id,
        url,
        at,
        result,
        status,
        error,
    }
}

async fn post(client: &Client, url: &str, body: String) -> Result<u16, Box<dyn Error + Send + Sync>> {
    let url = Url::parse(url)?;
    // Addresses are not resolved, so they are looked at here.
    let host = url.host_str().unwrap_or_default();
    let host = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    if host.parse().is_ok_and(|address| !is_here(address)) {
        return Err(NotHere(host.to_owned()).into());
    }
    let request = client.post(url).header("content-type", "application/json").body(body);
    Ok(request.send().await?.status().as_u16())
}

/// Whether it is because the host is elsewhere, and the innermost cause.
fn causes(error: &(dyn Error + 'static)) -> (bool, String) {
    let mut innermost = error;
    while let Some(cause) = innermost.source() {
        innermost = cause;
    }
    (innermost.is::<NotHere>(), innermost.to_string())
}

/// A delivery with its time in microseconds.
struct Record {
    case_id: i64,
    url: String,
    at: i64,
    result: DeliveryResult,
    status: Option<u16>,
    error: Option<String>,
}

fn record(connection: &Connection, record: &Record) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO deliveries (case_id, url, at, result, status, error) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            record.case_id,
            record.url,
            record.at,
            record.result.as_str(),
            record.status,
            record.error
        ])?;
    connection
        .prepare_cached("UPDATE cases SET is_told = 1 WHERE id = ?1")?
        .execute([record.case_id])?;
    Ok(())
}

/// All that is recorded, oldest first.
pub(super) fn deliveries(connection: &Connection) -> rusqlite::Result<Vec<Delivery>> {
    let mut statement =
        connection.prepare_cached("SELECT case_id, url, at, result, status, error FROM deliveries ORDER BY id")?;
    let deliveries = statement.query_map([], |row| {
        let result: String = row.get(3)?;
        Ok(Delivery {
            case_id: row.get(0)?,
            url: row.get(1)?,
            at: case::time_text(row.get(2)?),
            result: DeliveryResult::ALL
                .iter()
                .copied()
                .find(|known| known.as_str() == result)
                .unwrap_or(DeliveryResult::Failed),
            status: row.get(4)?,
            error: row.get(5)?,
        })
    })?;
    deliveries.collect()
}
