//! Calls the webhooks of complete cases, on this machine only.

use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, StatusCode, Url, redirect::Policy};
use tokio::task::JoinSet;

use super::case::time_text;
use super::state::SandboxState;
use super::store::DueWebhook;
use super::{Delivery, DeliveryResult};

/// The maximum time of a call.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The maximum number of concurrent calls.
const MAX_CALLS: usize = 64;
/// How long to wait if no webhook is expected. A started case ends the wait.
const IDLE: Duration = Duration::from_secs(60);

/// A client that cannot reach other machines if the URL names this one: no proxy, no redirects, no lookup of `localhost`.
fn new_client() -> reqwest::Result<Client> {
    // Without the certificates of the machine, webhooks that are not encrypted can still be called.
    client_builder()
        .build()
        .or_else(|_| client_builder().tls_certs_only(std::iter::empty()).build())
}

fn client_builder() -> reqwest::ClientBuilder {
    let localhost = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .timeout(TIMEOUT)
        .resolve_to_addrs(
            "localhost",
            &localhost.map(|address: IpAddr| SocketAddr::new(address, 0)),
        )
        .user_agent(concat!("sphinx-case-sandbox/", env!("CARGO_PKG_VERSION")))
}

/// Whether a URL names this machine: `localhost` or a loopback address.
fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address
            .parse()
            .is_ok_and(|address: IpAddr| address.to_canonical().is_loopback())
}

/// Calls webhooks when their cases are complete, until it is dropped. Each is called by one task only, even if several run.
pub(super) async fn call_all(state: Arc<SandboxState>) {
    // Created when it is needed, because loading the certificates of the machine takes time.
    let mut client = None;
    let mut calls = JoinSet::new();
    loop {
        // Registered before the webhooks are read, so that no notification is missed.
        let changed = state.webhooks_changed.notified();
        let now = state.now();
        let free = MAX_CALLS.saturating_sub(calls.len());
        let (due, next) = {
            let mut store = state.store();
            (store.take_due_webhooks(now, free), store.next_webhook())
        };
        if client.is_none() && !due.is_empty() {
            client = new_client()
                .inspect_err(|error| tracing::error!(%error, "no HTTP client for webhooks"))
                .ok();
        }
        for webhook in due {
            calls.spawn(deliver(client.clone(), webhook, time_text(now)));
        }
        let wait = next.map_or(IDLE, |next| {
            let microseconds = u64::try_from(next.saturating_sub(now)).unwrap_or_default();
            // One millisecond more, because timers have this precision.
            Duration::from_micros(microseconds.saturating_add(1_000))
        });
        tokio::select! {
            Some(delivery) = calls.join_next() => {
                if let Ok(delivery) = delivery {
                    state.store().deliveries.push(delivery);
                }
            }
            () = tokio::time::sleep(wait), if calls.len() < MAX_CALLS => {}
            () = changed, if calls.len() < MAX_CALLS => {}
        }
    }
}

async fn deliver(client: Option<Client>, webhook: DueWebhook, at: String) -> Delivery {
    let (result, status, error) = match (client, Url::parse(&webhook.url)) {
        (Some(client), Ok(url)) if is_this_machine(&url) => match post(&client, url, webhook.body).await {
            Ok(status) if status.is_success() => (DeliveryResult::Delivered, Some(status.as_u16()), None),
            Ok(status) => (DeliveryResult::Failed, Some(status.as_u16()), None),
            Err(error) => (DeliveryResult::Failed, None, Some(root_cause(&error).to_string())),
        },
        (Some(_), Ok(_)) => {
            let reason = "the host is not this machine, and a sandbox calls no other";
            (DeliveryResult::Refused, None, Some(reason.to_owned()))
        }
        (Some(_), Err(error)) => (DeliveryResult::Failed, None, Some(error.to_string())),
        (None, _) => (DeliveryResult::Failed, None, Some("no HTTP client".to_owned())),
    };
    Delivery {
        case_id: webhook.case_id,
        url: webhook.url,
        at,
        result,
        status,
        error,
    }
}

async fn post(client: &Client, url: Url, body: String) -> reqwest::Result<StatusCode> {
    let request = client.post(url).header("content-type", "application/json").body(body);
    Ok(request.send().await?.status())
}

fn root_cause(error: &dyn Error) -> &dyn Error {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause
}
