//! How the process is told to end.

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
