//! Signals that end the process.

/// Completes when the process receives a signal to end, from Ctrl+C or a service manager. It listens from the call on.
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

/// Completes when the process receives Ctrl+C.
#[cfg(not(unix))]
pub async fn ends() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}
