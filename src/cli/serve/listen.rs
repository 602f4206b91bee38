//! Listening: the first free port, connections that are bounded in number and in patience, and an orderly end.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::failure::Failure;

/// How many ports after the first one are tried when it is taken.
const PORTS_TRIED: u16 = 20;
/// So many connections are open at once; others wait.
const CONNECTIONS: usize = 256;
/// How long the head of a request may take, and a connection be idle.
const HEAD: Duration = Duration::from_secs(30);
/// How long requests under way may take when the server is told to end.
const GRACE: Duration = Duration::from_secs(5);
/// When no connection can be accepted, it is tried again after this.
const PAUSE: Duration = Duration::from_millis(100);

/// Listens on the first free port from `port` on (0: any free one).
pub async fn bind(host: IpAddr, port: u16) -> Result<TcpListener, Failure> {
    let last = if port == 0 { 0 } else { port.saturating_add(PORTS_TRIED) };
    let mut candidate = port;
    loop {
        match TcpListener::bind(SocketAddr::new(host, candidate)).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse && candidate < last => {
                candidate = candidate.saturating_add(1);
            }
            Err(error) => {
                return Err(Failure::Fatal(format!(
                    "cannot listen on {host}, port {candidate}: {error}."
                )));
            }
        }
    }
}

/// Is done when the process is told to end: by Ctrl+C, or by a service manager. It listens for that from now on.
#[cfg(unix)]
pub fn ends() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};

    let signals = [signal(SignalKind::interrupt()), signal(SignalKind::terminate())];
    async move {
        let [interrupt, terminate] = signals.map(|signal| async {
            match signal {
                Ok(mut signal) => drop(signal.recv().await),
                // The process then ends as any other does.
                Err(_) => std::future::pending().await,
            }
        });
        tokio::select! {
            () = interrupt => {}
            () = terminate => {}
        }
    }
}

/// Is done when the process is told to end, by Ctrl+C.
#[cfg(not(unix))]
pub async fn ends() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

/// Answers connections until `end` is done; requests under way then have a moment.
pub async fn serve(listener: TcpListener, app: Router, end: impl Future<Output = ()>) {
    let mut end = pin!(end);
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    let (closing, is_closing) = watch::channel(false);
    loop {
        let accept = async {
            let permit = Arc::clone(&room).acquire_owned().await;
            (permit, listener.accept().await)
        };
        tokio::select! {
            () = &mut end => break,
            (permit, accepted) = accept => match accepted {
                Ok((stream, _)) => {
                    let connection = connection(stream, app.clone(), is_closing.clone());
                    connections.spawn(async move {
                        let _permit = permit;
                        connection.await;
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(PAUSE).await;
                }
            },
            // Connections that ended are let go of.
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    let _ = closing.send(true);
    let all_ended = async { while connections.join_next().await.is_some() {} };
    // What is being sent goes on without the page that waits for it.
    let _ = tokio::time::timeout(GRACE, all_ended).await;
}

async fn connection(stream: TcpStream, app: Router, mut is_closing: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
    let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(app));
    let mut connection = pin!(connection);
    let result = tokio::select! {
        result = connection.as_mut() => result,
        _ = is_closing.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = result {
        tracing::debug!(error, "a connection broke");
    }
}
