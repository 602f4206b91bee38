//! Connections of a server: accepted, bounded in number and in patience, and ended in good order.

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

/// How long requests under way have to end when the server is told to.
const GRACE: Duration = Duration::from_secs(5);
/// When no connection can be accepted, for instance because there are too many files open, it is tried again after this.
const PAUSE: Duration = Duration::from_millis(100);

/// What is allowed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// So many connections are open at once; others wait.
    pub most: usize,
    /// How long the head of a request may take, and a connection be idle.
    pub patience: Duration,
}

/// Answers connections until `end` is done. When the service fails, the connection is closed without an answer.
pub(crate) async fn serve<S>(listener: TcpListener, service: S, bounds: Bounds, end: impl Future<Output = ()>)
where
    S: tower::Service<Request<Incoming>, Response = Response, Error: Into<BoxError>, Future: Send>
        + Clone
        + Send
        + 'static,
{
    let mut end = pin!(end);
    let room = Arc::new(Semaphore::new(bounds.most));
    // It ends its tasks when it is dropped, so nothing goes on when this future is.
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
                    let connection = connection(stream, service.clone(), bounds, is_closing.clone());
                    connections.spawn(async move {
                        let _permit = permit;
                        connection.await;
                    });
                }
                Err(error) => {
                    warn!(%error, "a connection could not be accepted");
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
        warn!("requests were cut off");
    }
}

async fn connection<S>(stream: TcpStream, service: S, bounds: Bounds, mut is_closing: watch::Receiver<bool>)
where
    S: tower::Service<Request<Incoming>, Response = Response, Error: Into<BoxError>, Future: Send>
        + Clone
        + Send
        + 'static,
{
    // Answers are small and each is waited for.
    let _ = stream.set_nodelay(true);
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.patience);
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
