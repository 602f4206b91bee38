//! The accept loop. It is the sandbox's own, for it must be able to close a connection without an answer.

use std::time::Duration;

use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::doorway::Doorway;
use super::{Sandbox, SandboxError, webhook};

/// How long requests under way have to end when the sandbox is shut down.
const GRACE: Duration = Duration::from_secs(5);
/// How long a connection may be idle.
const IDLE: Duration = Duration::from_secs(75);
/// When no connection can be accepted, for instance because there are too many files open, it is tried again after this.
const PAUSE: Duration = Duration::from_millis(100);

pub(super) async fn serve(
    sandbox: &Sandbox,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send,
) -> Result<(), SandboxError> {
    let address = listener
        .local_addr()
        .map_err(|error| SandboxError::Start(error.to_string()))?;
    if !address.ip().to_canonical().is_loopback() {
        return Err(SandboxError::NotLoopback(address));
    }
    // Both sets end their tasks when they are dropped, so nothing goes on when this future is.
    let mut callers = JoinSet::new();
    callers.spawn(webhook::call_all(sandbox.clone()));
    let mut connections = JoinSet::new();
    let (closing, is_closing) = watch::channel(false);
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(Doorway(sandbox.clone()), stream, is_closing.clone()));
                }
                Err(error) => {
                    tracing::warn!(%error, "the sandbox could not accept a connection");
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
    if tokio::time::timeout(GRACE, all_ended).await.is_err() {
        tracing::warn!("requests to the sandbox were cut off");
    }
    Ok(())
}

async fn connection(doorway: Doorway, stream: TcpStream, mut is_closing: watch::Receiver<bool>) {
    // Answers are small and each is waited for.
    let _ = stream.set_nodelay(true);
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(IDLE);
    let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(doorway));
    let mut connection = std::pin::pin!(connection);
    let result = tokio::select! {
        result = connection.as_mut() => result,
        _ = is_closing.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = result {
        tracing::debug!(error, "a connection to the sandbox was closed");
    }
}
