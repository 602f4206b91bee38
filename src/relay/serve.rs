//! Serves a router with limits, for programs without a server of their own.

use std::future::Future;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

use crate::connections::{self, Limits};

const LIMITS: Limits = Limits {
    max_connections: 256,
    idle_timeout: Duration::from_secs(30),
};

/// Serves a router until `shutdown` completes; requests in progress then have five seconds to finish. At most 256
/// connections are open at the same time (further ones wait), and a connection is closed if the head of a request takes, or
/// the connection is idle for, more than 30 seconds.
///
/// A request that a relay is sending to the API continues: see [`Relay::drain`](super::Relay::drain).
pub async fn serve(listener: TcpListener, app: Router, shutdown: impl Future<Output = ()>) {
    connections::serve(listener, app, LIMITS, shutdown).await;
}
