//! Accepts the connections of a server, limits them in number and idle time, and closes them gracefully.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::BoxError;
use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tracing::{debug, warn};

/// How long requests in progress have to finish at shutdown.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);
/// The pause after a connection could not be accepted, for example because too many files are open.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Limits of a server.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// The maximum number of open connections. Further ones wait.
    pub max_connections: usize,
    /// The maximum time until the head of a request is received, also on a connection that is kept open.
    pub idle_timeout: Duration,
}

/// Serves connections until `shutdown` completes. If the service returns an error, the connection is closed without a
/// response.
pub(crate) async fn serve<S>(listener: TcpListener, service: S, limits: Limits, shutdown: impl Future<Output = ()>)
where
    S: tower::Service<Request<Incoming>, Response = Response, Error: Into<BoxError>, Future: Send>
        + Clone
        + Send
        + 'static,
{
    let mut shutdown = pin!(shutdown);
    let permits = Arc::new(Semaphore::new(limits.max_connections));
    // The set aborts its tasks when this future is dropped.
    let mut connections = JoinSet::new();
    let (closing, is_closing) = watch::channel(false);
    loop {
        let accept = async {
            let permit = Arc::clone(&permits).acquire_owned().await;
            (permit, listener.accept().await)
        };
        tokio::select! {
            () = &mut shutdown => break,
            (permit, accepted) = accept => match accepted {
                Ok((stream, _)) => {
                    let connection = connection(stream, service.clone(), limits, is_closing.clone());
                    connections.spawn(async move {
                        let _permit = permit;
                        connection.await;
                    });
                }
                Err(error) => {
                    warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            },
            // Removes closed connections from the set.
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    let _ = closing.send(true);
    let all_closed = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(SHUTDOWN_TIMEOUT, all_closed).await.is_err() {
        warn!("requests were aborted at shutdown");
    }
}

async fn connection<S>(stream: TcpStream, service: S, limits: Limits, mut is_closing: watch::Receiver<bool>)
where
    S: tower::Service<Request<Incoming>, Response = Response, Error: Into<BoxError>, Future: Send>
        + Clone
        + Send
        + 'static,
{
    // Responses are small, and clients wait for each.
    let _ = stream.set_nodelay(true);
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.idle_timeout);
    let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let mut connection = pin!(connection);
    let result = tokio::select! {
        result = connection.as_mut() => result,
        _ = is_closing.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = result {
        debug!(error, "a connection was closed");
    }
}

/// The name in a `Host` header, without the port: a domain name or an address, IPv6 in brackets. `None` if it is malformed.
pub(crate) fn host_name(host: &str) -> Option<&str> {
    let end = match host.strip_prefix('[').and_then(|rest| rest.find(']')) {
        // Both brackets are part of the name.
        Some(length) => length.saturating_add(2),
        None => host.find(':').unwrap_or(host.len()),
    };
    let (name, port) = host.split_at_checked(end)?;
    match port.strip_prefix(':') {
        None => port.is_empty().then_some(name),
        Some(port) if port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) => None,
        Some(_) => Some(name),
    }
}
