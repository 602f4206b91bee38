//! Listening, on loopback addresses only.

use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::doorway::Doorway;
use super::{Sandbox, SandboxError, webhook};
use crate::connections::{self, Bounds};

/// More connections than a test opens, and as long as servers usually wait.
const BOUNDS: Bounds = Bounds {
    most: 1_024,
    patience: Duration::from_secs(75),
};

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
    // It ends its tasks when it is dropped, so nothing goes on when this future is.
    let mut callers = JoinSet::new();
    callers.spawn(webhook::call_all(sandbox.clone()));
    connections::serve(listener, Doorway(sandbox.clone()), BOUNDS, shutdown).await;
    Ok(())
}
