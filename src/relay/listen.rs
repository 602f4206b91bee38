//! Serving a router with bounds, for who has no server of their own.

use std::future::Future;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

use crate::connections::{self, Bounds};

const BOUNDS: Bounds = Bounds {
    most: 256,
    patience: Duration::from_secs(30),
};

/// Serves a router until `end` is done; requests under way then have five seconds. At most 256 connections are open at
/// once (others wait), and the head of a request may take 30 seconds, as long as a connection may be idle. What a
/// relay is sending goes on without the page that waits for it: see [`Relay::settled`](super::Relay::settled).
pub async fn serve(listener: TcpListener, app: Router, end: impl Future<Output = ()>) {
    connections::serve(listener, app, BOUNDS, end).await;
}
