//! Signals that end the process.

/// Completes when the process receives SIGINT (Ctrl+C) or SIGTERM. Signals are caught from the call on.
#[cfg(unix)]
pub fn ends() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};

    let signals = [signal(SignalKind::interrupt()), signal(SignalKind::terminate())];
    async move {
        let [interrupt, terminate] = signals.map(|signal| async {
            match signal {
                Ok(mut signal) => drop(signal.recv().await),
                // The signal then has its default effect.
                Err(_) => std::future::pending().await,
            }
        });
        tokio::select! {
            () = interrupt => {}
            () = terminate => {}
        }
    }
}

/// Completes when the process receives Ctrl+C.
#[cfg(not(unix))]
pub async fn ends() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}
